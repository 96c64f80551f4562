package waxwing.client.content;

import java.util.List;
import java.util.Optional;
import waxwing.client.content.Violation.Code;

/// One place in a piece of content, which knows its path and where to report what is wrong there.
record Field(String path, VerifiedDomains domains, List<Violation> found) {

    Field at(String name) {
        return new Field(path + "." + name, domains, found);
    }

    Field at(String name, int index) {
        return at(name + "[" + index + "]");
    }

    void missing() {
        found.add(new Violation(path, Code.MISSING_PARAMETER, "is required"));
    }

    void invalid(String message) {
        found.add(new Violation(path, Code.INVALID_PARAMETER, message));
    }

    /// It could pass for something else than its label says.
    void invalid(String message, Mislabel mislabel) {
        found.add(new Violation(path, Code.INVALID_PARAMETER, message, Optional.of(mislabel)));
    }

    void mismatch(String message) {
        found.add(new Violation(path, Code.AMOUNT_MISMATCH, message));
    }
}
