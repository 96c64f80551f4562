package waxwing.gateway.rest;

import java.util.Optional;
import java.util.function.Function;
import waxwing.model.MalformedValueException;

/// Reads values of the domain from a request's fields.
final class Values {
    private Values() {}

    /// @param parse throws [MalformedValueException] for what is none; that is reported at the field
    static <T> Optional<T> parsed(JsonFields fields, String name, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (MalformedValueException malformed) {
            fields.invalid(name, "is " + malformed.getMessage());
            return Optional.empty();
        }
    }
}
