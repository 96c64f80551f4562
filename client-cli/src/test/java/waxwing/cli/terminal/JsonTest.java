package waxwing.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private static final JsonMapper READER = new JsonMapper();

    @Test
    void anObjectIsOneLineWithItsFieldsInOrder() {
        Json json = Json.answer()
                .put("a", "x\n\"y\"\\")
                .put("n", 12L)
                .put("none", Optional.empty())
                .put("yes", true)
                .put("list", List.of(Json.object(), "s", 1))
                .putIfPresent("left_out", Optional.empty());
        assertThat(json)
                .hasToString(
                        "{\"v\":1,\"a\":\"x\\n\\\"y\\\"\\\\\",\"n\":12,\"none\":null,\"yes\":true,\"list\":[{},\"s\",1]}");
    }

    @Test
    void nothingThatDrivesATerminalStandsInItAndNothingIsLost() {
        String attack = "\u001b[2J\u009b\u202e\u200d\ud83d\ude00\u2028\udb40\udc41é";
        Json json = Json.object().put("text", attack);
        assertThat(json).hasToString("{\"text\":\"\\u001b[2J\\u009b\\u202e\\u200d😀\\u2028\\udb40\\udc41é\"}");
        assertThat(READER.readTree(json.toString()).get("text").asString()).isEqualTo(attack);
    }

    @Test
    void anyTextIsReadBackByAnotherReader() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                int point = random.nextInt(Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
            }
            JsonNode read =
                    READER.readTree(Json.object().put("t", text.toString()).toString());
            assertThat(read.get("t").asString()).as("seed %d", seed).isEqualTo(text.toString());
        }
    }

    @Test
    void aFailureIsAnObjectThatScriptsCanRead() {
        CommandFailure failure = new CommandFailure(ErrorCode.RATE_LIMITED, SafeText.of("too many"))
                .withRetryAfter(Duration.ofMillis(1_500));
        assertThat(failure.json())
                .hasToString("{\"v\":1,\"error\":{\"code\":\"rate_limited\",\"message\":\"too many\","
                        + "\"hint\":null,\"retry_after_s\":2}}");
    }
}
