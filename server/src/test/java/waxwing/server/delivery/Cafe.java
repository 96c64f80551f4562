package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import waxwing.relay.v1.AllowRequest;
import waxwing.relay.v1.AskRequest;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.GeneralControls;
import waxwing.relay.v1.KindChoice;
import waxwing.relay.v1.KindSetting;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.QuietHours;
import waxwing.relay.v1.RelayStatus;
import waxwing.relay.v1.StopRequest;
import waxwing.relay.v1.Submit;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// A verified business with its gateway connected, and one person whom it writes to and who governs it.
final class Cafe {
    private static final AtomicInteger NUMBERS = new AtomicInteger(5_000);

    private final TestRelay relay;
    private final TestDevice business;
    private final TestDevice person;

    Cafe(TestRelay relay) {
        this.relay = relay;
        this.business = TestDevice.ofBusiness(relay, "+1202555" + NUMBERS.incrementAndGet())
                .register();
        this.person = TestDevice.ofPerson(relay, "+1202555" + NUMBERS.incrementAndGet())
                .register();
        relay.approve(business);
    }

    TestDevice business() {
        return business;
    }

    TestDevice person() {
        return person;
    }

    /// Sends, and sees `accepted`, whatever becomes of it.
    Submit sends(MessageKind kind, String text) {
        return sends(kind, Submits.to(person, text, relay.clock()));
    }

    Submit sends(MessageKind kind, Submit submit) {
        assertThat(Submits.outcome(Submits.send(business, submit, kind))).isEqualTo(OutcomeCase.ACCEPTED);
        return submit;
    }

    /// All that came to the person since the device last acknowledged, acknowledging it.
    List<String> arrived() {
        return arrived(0);
    }

    /// As the other one, but waits until there are so many: what was held comes by itself, a little later.
    List<String> arrived(int count) {
        Connected phone = Connected.open(person).prompt().drained();
        List<String> texts = phone.deliveries(count).stream()
                .map(delivery -> delivery.getEnvelope().getCiphertext().toStringUtf8())
                .toList();
        phone.halfClose();
        assertThat(phone.ended().isOk()).isTrue();
        return texts;
    }

    /// What the relay told the business since its gateway last acknowledged.
    List<String> told() {
        Connected gateway = Connected.open(business).prompt().drained();
        List<String> codes = gateway.deliveries().stream()
                .map(delivery -> code(delivery.getStatus()))
                .toList();
        gateway.halfClose();
        assertThat(gateway.ended().isOk()).isTrue();
        return codes;
    }

    private static String code(RelayStatus status) {
        return status.hasSuppressed()
                ? status.getSuppressed().getCode().name()
                : status.getFailed().getCode().name();
    }

    void allow(MessageKind... kinds) {
        assertThat(controls()
                        .allow(AllowRequest.newBuilder()
                                .setBusinessAccountId(business.accountBytes())
                                .addAllKinds(List.of(kinds))
                                .build())
                        .hasChanged())
                .isTrue();
    }

    void stop(MessageKind... kinds) {
        assertThat(controls()
                        .stop(StopRequest.newBuilder()
                                .setBusinessAccountId(business.accountBytes())
                                .addAllKinds(List.of(kinds))
                                .build())
                        .hasChanged())
                .isTrue();
    }

    void ask(MessageKind... kinds) {
        assertThat(controls()
                        .ask(AskRequest.newBuilder()
                                .setBusinessAccountId(business.accountBytes())
                                .addAllKinds(List.of(kinds))
                                .build())
                        .hasChanged())
                .isTrue();
    }

    void block() {
        assertThat(controls()
                        .block(BlockRequest.newBuilder()
                                .setAccountId(business.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
    }

    GeneralControls kind(MessageKind kind, KindSetting.Setting setting) {
        return change(ChangeGeneralControlsRequest.newBuilder()
                .setKind(KindChoice.newBuilder().setKind(kind).setSetting(setting)));
    }

    GeneralControls quietHours(int fromHour, int untilHour, String zone) {
        return change(ChangeGeneralControlsRequest.newBuilder()
                .setQuietHours(QuietHours.newBuilder()
                        .setFromMinute(60 * fromHour)
                        .setUntilMinute(60 * untilHour)
                        .setTimeZone(zone)));
    }

    GeneralControls change(ChangeGeneralControlsRequest.Builder change) {
        return controls().changeGeneralControls(change.build());
    }

    ControlsGrpc.ControlsBlockingStub controls() {
        return ControlsGrpc.newBlockingStub(person.channel());
    }
}
