package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpMethod;
import java.util.Map;

/// Some paths of the API, for callers with a key.
public interface Routes {
    /// What each method of each path does. A path is written as Armeria has it.
    Map<String, Map<HttpMethod, Endpoint>> paths();
}
