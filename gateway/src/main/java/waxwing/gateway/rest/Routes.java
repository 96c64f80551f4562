package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpMethod;
import java.util.Map;

/// Some paths of the API.
public interface Routes {
    /// What each method of each path does. A path is written as Armeria has it.
    ///
    /// @param callers lets in whoever has a key of the right scope
    Map<String, Map<HttpMethod, Endpoint>> paths(Callers callers);
}
