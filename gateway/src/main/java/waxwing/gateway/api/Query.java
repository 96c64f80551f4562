package waxwing.gateway.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import waxwing.model.MalformedValueException;

/// The parameters of a request that stand in no body, each once.
public final class Query {
    static final int LARGEST_PAGE = 200;
    static final String LIMIT = "limit";

    private static final int USUAL_PAGE = 50;

    private final Map<String, List<String>> params;

    private Query(Map<String, List<String>> params) {
        this.params = Map.copyOf(params);
    }

    /// @throws Rejection if there are others than the operation takes, or one stands there twice
    public static Query of(Operation operation, Map<String, List<String>> params) {
        var faults = new Faults();
        params.forEach((name, values) -> {
            if (!operation.query().contains(name)) {
                faults.add(JsonFields.unknown(name, new LinkedHashSet<>(operation.query())));
            } else if (values.size() > 1) {
                faults.add(Fault.at(name, ErrorCode.INVALID_PARAMETER, "stands in the query more than once"));
            }
        });
        faults.throwIfAny();
        return new Query(params);
    }

    /// @param parse throws [MalformedValueException] for what is none
    <T> Optional<T> value(String name, Function<String, T> parse) {
        try {
            return Optional.ofNullable(params.get(name)).map(List::getFirst).map(parse);
        } catch (MalformedValueException malformed) {
            throw invalid(name, "is " + malformed.getMessage());
        }
    }

    /// A whole number within bounds.
    int number(String name, int least, int most, int otherwise) {
        return value(name, text -> {
                    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
                    if (number < least || number > most) {
                        throw new MalformedValueException("not a whole number from " + least + " to " + most);
                    }
                    return number;
                })
                .orElse(otherwise);
    }

    /// Where the page begins.
    ///
    /// @param list the list that it is a page of
    OptionalLong before(String list) {
        return value(Cursor.PARAM, text -> Cursor.parse(list, text))
                .map(cursor -> OptionalLong.of(cursor.place()))
                .orElseGet(OptionalLong::empty);
    }

    /// How many a page has.
    int limit() {
        return number(LIMIT, 1, LARGEST_PAGE, USUAL_PAGE);
    }

    static Rejection invalid(String name, String detail) {
        return new Rejection(Fault.at(name, ErrorCode.INVALID_PARAMETER, detail));
    }
}
