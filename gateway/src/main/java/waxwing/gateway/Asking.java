package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.admin.AdminSocket;
import waxwing.gateway.admin.OwnAdministration;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.store.Database;

/// Asks whoever owns the data folder: the running gateway, or, when none runs, this process itself.
final class Asking {
    private Asking() {}

    static ObjectNode ask(GatewayFolder folder, Environment environment, List<String> words) {
        return checked(running(folder, words).orElseGet(() -> own(folder, environment, words)));
    }

    /// The running gateway's answer; empty if none runs.
    static Optional<ObjectNode> running(GatewayFolder folder, List<String> words) {
        try {
            return AdminSocket.ask(folder.socket(), words);
        } catch (IOException e) {
            throw new UncheckedIOException("the running gateway can't be asked", e);
        }
    }

    private static ObjectNode own(GatewayFolder folder, Environment environment, List<String> words) {
        try (Profile _ = folder.openProfile(environment);
                Database store = folder.openStore()) {
            var keys = new ApiKeys(new SqlApiKeyStore(store), environment.clock(), environment.random());
            return new OwnAdministration(keys, environment.clock(), _ -> {}).ask(words);
        }
    }

    private static ObjectNode checked(ObjectNode answer) {
        OwnAdministration.errorIn(answer).ifPresent(message -> {
            throw new Failure(Code.NOT_FOUND, message);
        });
        return answer;
    }
}
