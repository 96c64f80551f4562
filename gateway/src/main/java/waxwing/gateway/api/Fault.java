package waxwing.gateway.api;

import java.util.Optional;

/// One thing that is wrong with a request.
///
/// @param param where: a path in the body, a header or a path parameter
/// @param detail what was found and what was expected; it may quote the request, so it is never logged
/// @param hint what to do about it
public record Fault(ErrorCode code, Optional<String> param, String detail, String hint) {
    private static final int LONGEST = 300;

    public Fault {
        param = param.map(Fault::clipped);
        detail = clipped(detail);
    }

    /// A request may be long where it is wrong.
    private static String clipped(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    public static Fault of(ErrorCode code, String detail) {
        return new Fault(code, Optional.empty(), detail, code.hint());
    }

    /// What may go better a little later.
    public static Fault unavailable(String detail) {
        return of(ErrorCode.UNAVAILABLE, detail);
    }

    public static Fault at(String param, ErrorCode code, String detail) {
        return new Fault(code, Optional.of(param), detail, code.hint());
    }

    public Fault hint(String text) {
        return new Fault(code, param, detail, text);
    }

    @Override
    public String toString() {
        return code.wireName() + param.map(path -> " at " + path).orElse("");
    }
}
