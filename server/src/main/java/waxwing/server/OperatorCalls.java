package waxwing.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import waxwing.model.AccountId;
import waxwing.model.MalformedValueException;
import waxwing.relay.v1.OperatorGrpc.OperatorBlockingStub;
import waxwing.server.admin.OperatorChannel;
import waxwing.server.admin.OperatorSocket;

/// Calls to the relay that runs on this machine: what all commands have that make one.
final class OperatorCalls {
    /// Without one, the relay that was started last.
    @Option(names = "--data-dir", paramLabel = "DIR", description = "The data folder of the relay that is meant")
    private @Nullable Path dataFolder;

    <T> T call(World world, Function<OperatorBlockingStub, T> call) {
        Path socket = socket(new OperatorSocket(world.environment()), Optional.ofNullable(dataFolder));
        if (Files.notExists(socket)) {
            throw new CommandFailure(
                            Exit.RELAY_UNAVAILABLE,
                            "no relay is running here (looked for its socket at " + socket + ")")
                    .withHint("waxwing relay run, or --data-dir of the one that runs");
        }
        try (OperatorChannel channel = OperatorChannel.to(socket)) {
            return call.apply(channel.operator());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                throw new CommandFailure(Exit.RELAY_UNAVAILABLE, "the relay doesn't answer on its socket " + socket)
                        .withHint("waxwing relay run");
            }
            if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                throw new CommandFailure(
                        Exit.MALFORMED_VALUE, String.valueOf(e.getStatus().getDescription()));
            }
            throw e;
        }
    }

    /// An id that a command names.
    static ByteString id(String text) {
        try {
            return ByteString.copyFrom(AccountId.parse(text).toBytes());
        } catch (MalformedValueException e) {
            throw new CommandFailure(Exit.MALFORMED_VALUE, "ID: " + e.getMessage());
        }
    }

    private static Path socket(OperatorSocket sockets, Optional<Path> dataFolder) {
        try {
            return dataFolder
                    .map(sockets::pathFor)
                    .or(() -> announced(sockets))
                    .orElseThrow(() -> new CommandFailure(
                                    Exit.RELAY_UNAVAILABLE,
                                    "no relay is running here, as far as the runtime folder says")
                            .withHint("waxwing relay run, or --data-dir of the one that runs"));
        } catch (UncheckedIOException e) {
            throw new CommandFailure(Exit.LOCAL_IO, "the runtime folder can't be read: " + e.getMessage());
        }
    }

    private static Optional<Path> announced(OperatorSocket sockets) {
        try {
            return sockets.announced();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
