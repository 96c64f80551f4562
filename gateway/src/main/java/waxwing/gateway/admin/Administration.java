package waxwing.gateway.admin;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Answers the operator's questions. The questions are words as on the command line: `status`, `key create
/// LABEL SCOPES LIFE RATE`, `key list`, `key rotate ID OVERLAP`, `key revoke ID`; times are in seconds.
@FunctionalInterface
public interface Administration {
    /// @return an object with `"v": 1`; one with `error` if it can't be done
    ObjectNode ask(List<String> words);
}
