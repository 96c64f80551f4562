package waxwing.server;

import java.io.PrintWriter;
import java.util.Map;

/// What a command takes from its surroundings: the environment variables and standard output.
record World(Map<String, String> environment, PrintWriter out) {
    World {
        environment = Map.copyOf(environment);
    }
}
