package waxwing.gateway.admin;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.sandbox.Sandbox;

/// Answers `sandbox advance SECONDS` once the clock is moved and what became due is done.
public final class SandboxAdministration implements Administration {
    private final Sandbox sandbox;

    public SandboxAdministration(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        if (words.size() != 3 || !words.get(1).equals("advance")) {
            OwnAdministration.error(answer, "unknown_command", "the running sandbox does not know this command");
            return answer;
        }
        Duration by = Duration.ofSeconds(Long.parseLong(words.get(2)));
        if (by.compareTo(sandbox.room()) > 0) {
            OwnAdministration.error(
                    answer,
                    "invalid_parameter",
                    "the clock can't move so far at once (expected: at most "
                            + sandbox.room().toDays() + "d)");
            return answer;
        }
        try {
            sandbox.advance(by);
            answer.put("now", sandbox.clock().instant().toString());
            answer.put("ahead_s", sandbox.clock().ahead().toSeconds());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            OwnAdministration.error(answer, "unavailable", "the sandbox is stopping");
        }
        return answer;
    }
}
