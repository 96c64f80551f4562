package waxwing.gateway.rest;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The query of a request; parameters that the path does not have, and those that stand there twice, are
/// refused.
final class Query {
    static final int LARGEST_PAGE = 200;
    static final String LIMIT = "limit";

    private static final int USUAL_PAGE = 50;

    private final QueryParams params;

    private Query(QueryParams params) {
        this.params = params;
    }

    /// @throws Rejection if there are others than the known ones
    static Query of(ServiceRequestContext context, String... known) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(known));
        var faults = new Faults();
        QueryParams params = context.queryParams();
        for (String name : params.names()) {
            if (!names.contains(name)) {
                faults.add(JsonFields.unknown(name, names));
            } else if (params.getAll(name).size() > 1) {
                faults.add(Fault.at(name, ErrorCode.INVALID_PARAMETER, "stands in the query more than once"));
            }
        }
        faults.throwIfAny();
        return new Query(params);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(params.get(name));
    }

    /// Where the page begins.
    ///
    /// @param list the list that it is a page of
    OptionalLong before(String list) {
        return text(Cursor.PARAM)
                .map(text -> OptionalLong.of(Cursor.parse(list, text).place()))
                .orElseGet(OptionalLong::empty);
    }

    /// How many a page has.
    int limit() {
        return text(LIMIT)
                .map(text -> {
                    if (text.matches("[0-9]{1,4}")) {
                        int limit = Integer.parseInt(text);
                        if (limit >= 1 && limit <= LARGEST_PAGE) {
                            return limit;
                        }
                    }
                    throw invalid(LIMIT, "is not the size of a page (expected: 1.." + LARGEST_PAGE + ")");
                })
                .orElse(USUAL_PAGE);
    }

    static Rejection invalid(String name, String detail) {
        return new Rejection(Fault.at(name, ErrorCode.INVALID_PARAMETER, detail));
    }
}
