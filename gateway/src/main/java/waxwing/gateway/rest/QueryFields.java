package waxwing.gateway.rest;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import waxwing.model.MalformedValueException;

/// The parameters of a request's query, read as strictly as [JsonFields] reads a body.
final class QueryFields {
    private final ServiceRequestContext context;
    private final Faults faults = new Faults();
    private final Set<String> known = new LinkedHashSet<>();

    QueryFields(ServiceRequestContext context) {
        this.context = context;
    }

    /// @param parse throws [MalformedValueException] for what is none
    <T> Optional<T> value(String name, Function<String, T> parse) {
        known.add(name);
        String text = context.queryParam(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (MalformedValueException malformed) {
            faults.add(Fault.at(name, ErrorCode.INVALID_PARAMETER, "is " + malformed.getMessage()));
            return Optional.empty();
        }
    }

    /// A whole number within bounds.
    int number(String name, int least, int most, int otherwise) {
        return value(name, text -> {
                    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
                    if (number < least || number > most) {
                        throw new MalformedValueException(
                                "not a number from " + least + " to " + most + " (expected: for example " + most + ")");
                    }
                    return number;
                })
                .orElse(otherwise);
    }

    /// @throws Rejection if anything was wrong, or there are parameters that nobody asked for
    void done() {
        for (String name : context.queryParams().names()) {
            if (!known.contains(name)) {
                faults.add(JsonFields.unknown(name, known));
            }
        }
        faults.throwIfAny();
    }
}
