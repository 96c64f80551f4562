package waxwing.gateway;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.NotRegisteredException;
import waxwing.client.profile.ProfileUnavailableException;
import waxwing.client.relay.RelayFailureException;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.model.MalformedValueException;
import waxwing.store.StorageFailure;

/// Ends a command: one line for the person, a code for a script, and the program's exit code.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    /// How the program ends, as all of Waxwing's faces do (sysexits.h where it has one).
    enum Exit {
        BUG(1),
        USAGE(2),
        NOT_FOUND(3),
        RATE_LIMITED(5),
        LOCKED(7),
        RELAY_UNAVAILABLE(69),
        LOCAL_IO(74),
        TEMPORARY(75),
        NOT_PERMITTED(77),
        CONFIGURATION(78);

        private final int code;

        Exit(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    Failure(Exit exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", 1);
        json.putObject("error")
                .put("code", exit.name().toLowerCase(Locale.ROOT))
                .put("message", getMessage());
        return json;
    }

    /// What a person is told of whatever ended a command.
    static Failure of(Throwable problem) {
        return switch (problem) {
            case Failure failure -> failure;
            case MalformedValueException malformed -> new Failure(Exit.USAGE, text(malformed));
            case RelayFailureException relay -> new Failure(exit(relay.reason()), text(relay));
            case ProfileUnavailableException profile -> new Failure(exit(profile.reason()), text(profile));
            case NotRegisteredException _ ->
                new Failure(
                        Exit.CONFIGURATION,
                        "this gateway is not registered yet. Run 'waxwing gateway init' with the same --data-dir.");
            case StorageFailure storage -> new Failure(Exit.LOCAL_IO, text(storage));
            case UncheckedIOException io -> new Failure(Exit.LOCAL_IO, text(io));
            default -> ofCause(problem);
        };
    }

    private static Failure ofCause(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new Failure(
                        Exit.CONFIGURATION,
                        "the address to listen on is in use or not this machine's. Choose another with --listen.");
            }
        }
        return new Failure(Exit.BUG, "this should not have happened: " + FaultTrace.of(problem));
    }

    private static String text(Throwable problem) {
        return String.valueOf(problem.getMessage());
    }

    private static Exit exit(RelayFailureException.Reason reason) {
        return switch (reason) {
            case UNREACHABLE, REFUSED -> Exit.RELAY_UNAVAILABLE;
            case WRONG_KEY -> Exit.CONFIGURATION;
            case DEVICE_REVOKED -> Exit.NOT_PERMITTED;
            case RATE_LIMITED -> Exit.RATE_LIMITED;
            case RELAY_FULL -> Exit.TEMPORARY;
        };
    }

    private static Exit exit(ProfileUnavailableException.Reason reason) {
        return switch (reason) {
            case IN_USE, WRONG_KEY -> Exit.LOCKED;
            case NOT_FOUND -> Exit.NOT_FOUND;
            case EXISTS, BAD_KEY_FILE -> Exit.CONFIGURATION;
            case DAMAGED -> Exit.LOCAL_IO;
        };
    }
}
