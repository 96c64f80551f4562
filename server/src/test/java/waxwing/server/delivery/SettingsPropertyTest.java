package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.KindSetting.Setting;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.NoQuietHours;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.UnblockRequest;
import waxwing.server.TestRelay;

/// Whatever a person sets and a business sends, while time passes and the relay restarts: over a real relay exactly
/// that arrives which the settings let through, when they do, in order, and nothing else ever.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsPropertyTest {
    private static final int STEPS = 60;
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<MessageKind> KINDS = List.of(
            MessageKind.RECEIPT,
            MessageKind.RESERVATION,
            MessageKind.DELIVERY,
            MessageKind.CODE,
            MessageKind.OFFER,
            MessageKind.CONVERSATION);
    private static final List<Setting> SETTINGS =
            List.of(Setting.ALLOW, Setting.ALLOW, Setting.ASK, Setting.ASK, Setting.STOP);

    @SuppressWarnings("NullAway.Init") // Started before all tests.
    private TestRelay relay;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder.resolve("relay"));
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whatArrivesIsWhatTheSettingsLetThrough(long seed) {
        startADay();
        Random random = new Random(seed);
        Cafe cafe = new Cafe(relay);
        SettingsModel model = new SettingsModel();
        List<String> steps = new ArrayList<>();
        int arrived = 0;
        int held = 0;
        for (int i = 0; i < STEPS; i++) {
            steps.add(i + ": " + step(random, cafe, model, "message " + i));
            List<String> expected = model.arrives(relay.clock().instant());
            assertThat(cafe.arrived(expected.size()))
                    .as("seed %s, now %s\n%s", seed, model, String.join("\n", steps))
                    .isEqualTo(expected);
            arrived += expected.size();
            held += model.waiting();
        }
        assertThat(arrived).as("seed %s, arrived", seed).isGreaterThan(STEPS / 10);
        assertThat(held).as("seed %s, held", seed).isGreaterThan(STEPS / 10);
    }

    /// Each seed has its quiet hours at the same time of the day, whichever ran before it.
    private void startADay() {
        long gone = relay.clock().millis() % DAY.toMillis();
        relay.clock().advance(DAY.minusMillis(gone));
    }

    private String step(Random random, Cafe cafe, SettingsModel model, String text) {
        MessageKind kind = any(random, KINDS);
        if (model.isBlocked() && random.nextInt(4) == 0) {
            return unblocks(cafe, model);
        }
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4 -> chooses(cafe, model, kind, any(random, SETTINGS));
            case 5, 6 -> choosesForAll(cafe, model, kind, any(random, SETTINGS));
            case 7, 8 -> quiet(cafe, model, random.nextInt(24), random.nextInt(24));
            case 9 -> cap(cafe, model, random.nextInt(4));
            case 10, 11, 12, 13, 14, 15 -> passes(Duration.ofMinutes(10L * random.nextInt(1, 150)));
            case 16, 17, 18 -> writes(cafe, model);
            case 19 -> blocks(cafe, model);
            case 20 -> restarts();
            default -> sends(cafe, model, kind, text);
        };
    }

    private String chooses(Cafe cafe, SettingsModel model, MessageKind kind, Setting setting) {
        model.chooses(kind, setting);
        switch (setting) {
            case ALLOW -> cafe.allow(kind);
            case ASK -> cafe.ask(kind);
            case STOP, SETTING_UNSPECIFIED, UNRECOGNIZED -> cafe.stop(kind);
        }
        return setting + " " + kind;
    }

    private String choosesForAll(Cafe cafe, SettingsModel model, MessageKind kind, Setting setting) {
        if (kind == MessageKind.OFFER) {
            return "nothing";
        }
        model.choosesForAll(kind, setting);
        var _ = cafe.kind(kind, setting);
        return setting + " " + kind + " for all";
    }

    private String quiet(Cafe cafe, SettingsModel model, int from, int until) {
        if (from == until) {
            model.wantsNoQuiet();
            var _ = cafe.change(
                    ChangeGeneralControlsRequest.newBuilder().setNoQuietHours(NoQuietHours.getDefaultInstance()));
            return "no quiet hours";
        }
        model.wantsQuiet(from, until);
        var _ = cafe.quietHours(from, until, "UTC");
        return "quiet from " + from + " to " + until;
    }

    private String cap(Cafe cafe, SettingsModel model, int offers) {
        model.wantsOffers(offers);
        var _ = cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(offers));
        return offers + " offers a week";
    }

    private String passes(Duration time) {
        relay.clock().advance(time);
        return time + " pass, it is " + relay.clock().instant();
    }

    private String writes(Cafe cafe, SettingsModel model) {
        model.writes(relay.clock().instant());
        SubmitResult _ = Submits.send(cafe.person(), Submits.to(cafe.business(), "hello", relay.clock()));
        return "the person writes";
    }

    private String unblocks(Cafe cafe, SettingsModel model) {
        model.unblocks();
        assertThat(cafe.controls()
                        .unblock(UnblockRequest.newBuilder()
                                .setAccountId(cafe.business().accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
        return "unblocked";
    }

    private String blocks(Cafe cafe, SettingsModel model) {
        if (model.isBlocked()) {
            return "nothing";
        }
        model.blocks();
        cafe.block();
        return "blocked";
    }

    private String restarts() {
        relay.restart();
        return "the relay restarts";
    }

    private String sends(Cafe cafe, SettingsModel model, MessageKind kind, String text) {
        model.sends(kind, text, relay.clock().instant());
        var _ = cafe.sends(kind, text);
        return kind + " " + text;
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
