package waxwing.gateway.admin;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Answers the operator's questions. The questions are words as on the command line: `status`, `key create
/// LABEL SCOPES LIFE RATE`, `key list`, `key rotate ID OVERLAP`, `key revoke ID`, `events …`, `webhook …`; times are
/// in seconds.
@FunctionalInterface
public interface Administration {
    /// @return an object with `"v": 1`; one with `error` if it can't be done
    ObjectNode ask(List<String> words);

    /// Passes questions on by their first word.
    ///
    /// @param others answers the questions that begin with none of them
    static Administration byFirstWord(Map<String, Administration> parts, Administration others) {
        return words -> parts.getOrDefault(words.isEmpty() ? "" : words.getFirst(), others)
                .ask(words);
    }
}
