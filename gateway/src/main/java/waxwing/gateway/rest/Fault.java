package waxwing.gateway.rest;

import java.util.Optional;

/// One thing that is wrong with a request.
///
/// @param param where: a path in the body, a header or a path parameter
/// @param detail what was found and what was expected; it may quote the request, so it is never logged
/// @param hint what to do about it
record Fault(ErrorCode code, Optional<String> param, String detail, String hint) {
    private static final int LONGEST = 300;

    Fault {
        param = param.map(Fault::clipped);
        detail = clipped(detail);
    }

    /// A request may be long where it is wrong.
    private static String clipped(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    static Fault of(ErrorCode code, String detail) {
        return new Fault(code, Optional.empty(), detail, code.hint());
    }

    static Fault at(String param, ErrorCode code, String detail) {
        return new Fault(code, Optional.of(param), detail, code.hint());
    }

    Fault hint(String text) {
        return new Fault(code, param, detail, text);
    }

    @Override
    public String toString() {
        return code.wireName() + param.map(path -> " at " + path).orElse("");
    }
}
