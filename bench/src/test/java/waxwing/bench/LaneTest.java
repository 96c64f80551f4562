package waxwing.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.RelayLink;

final class LaneTest {
    private Fleet fleet;
    private Device bob;
    private Lane lane;

    @BeforeEach
    void makeALane() throws Exception {
        fleet = new Fleet(RelayLink.parse("waxwing://127.0.0.1:1#sha256:" + "0".repeat(64)), Clock.systemUTC(), 1);
        bob = device(2);
        lane = new Lane(0, device(1), bob);
    }

    @AfterEach
    void closeTheFleet() {
        fleet.close();
    }

    private Device device(int number) {
        return new Device(fleet, number, new Registered(new AccountId(new UUID(number, number)), 4242, "s".repeat(43)));
    }

    @Test
    void whatIsAcceptedAndDeliveredIsSettled() {
        int number = lane.send(7);
        assertThat(lane.is(Fleet.Settled.ACCEPTED)).isFalse();
        assertThat(lane.accept(number)).isEqualTo(7);
        assertThat(lane.is(Fleet.Settled.ACCEPTED)).isTrue();
        assertThat(lane.is(Fleet.Settled.DELIVERED)).isFalse();
        lane.deliver(number, bob);
        assertThat(lane.is(Fleet.Settled.DELIVERED)).isTrue();
    }

    @Test
    void aMessageThatIsDeliveredTwiceIsFoundOut() {
        lane.send(7);
        lane.send(8);
        lane.deliver(0, bob);
        assertThatThrownBy(() -> lane.deliver(0, bob)).isInstanceOf(AuditException.class);
    }

    @Test
    void aMessageThatIsLeftOutOrOvertakenIsFoundOut() {
        lane.send(7);
        lane.send(8);
        assertThatThrownBy(() -> lane.deliver(1, bob)).isInstanceOf(AuditException.class);
    }

    @Test
    void aMessageForSomebodyElseIsFoundOut() {
        lane.send(7);
        assertThatThrownBy(() -> lane.deliver(0, device(3))).isInstanceOf(AuditException.class);
    }

    @Test
    void aMessageThatIsAcceptedTwiceOrWasNeverSentIsFoundOut() {
        lane.send(7);
        lane.accept(0);
        assertThatThrownBy(() -> lane.accept(0)).isInstanceOf(AuditException.class);
        assertThatThrownBy(() -> lane.accept(1)).isInstanceOf(AuditException.class);
    }

    @Test
    void manyOnTheirWayKeepTheirOwnTimes() {
        lane.send(0);
        lane.accept(0);
        for (int n = 1; n <= 1_000; n++) {
            lane.send(n);
        }
        for (int n = 1_000; n >= 1; n--) {
            assertThat(lane.accept(n)).isEqualTo(n);
        }
    }
}
