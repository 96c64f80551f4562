package waxwing.e2e;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How one command ended: its exit code and all it printed.
public record Outcome(List<String> command, int exit, String out, String err) {
    private static final JsonMapper JSON = new JsonMapper();

    /// @throws StoryFailure if the command failed
    public Outcome ok() {
        return exits(0);
    }

    /// @throws StoryFailure if it ended with another exit code
    public Outcome exits(int expected) {
        if (exit != expected) {
            throw new StoryFailure("`waxwing " + String.join(" ", command) + "` ended with " + exit + ", expected "
                    + expected + "\nstdout: " + out + "\nstderr: " + err);
        }
        return this;
    }

    /// Its standard output as one JSON object.
    public JsonNode json() {
        return JSON.readTree(out);
    }

    /// Its standard output as JSON Lines.
    public List<JsonNode> jsonLines() {
        return out.lines().filter(line -> !line.isBlank()).map(JSON::readTree).toList();
    }
}
