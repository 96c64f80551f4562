package waxwing.cli.owner;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The forwarding end: hands an invocation to the owner of a profile and carries its bytes.
public final class Forwarding {
    private static final int LARGEST_PIECE = 64 * 1024;

    private final Path socket;
    private final InputStream input;
    private final OutputStream output;
    private final OutputStream errors;

    /// @param socket where the owner listens, if there is one
    public Forwarding(Path socket, InputStream input, OutputStream output, OutputStream errors) {
        this.socket = socket;
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /// Blocks until the command has ended or the owner is gone.
    ///
    /// @throws IOException if this process's own streams fail
    public Forwarded run(Invocation invocation) throws IOException {
        if (!Files.exists(socket)) {
            return new Forwarded.NoOwner();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            DataInputStream in;
            DataOutputStream out;
            try {
                SocketFolder.requireOwn(SocketFolder.of(socket));
                channel.connect(UnixDomainSocketAddress.of(socket));
                in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
                out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
                Frame.Kind.CALL.writeTo(out);
                invocation.writeTo(out);
                out.flush();
            } catch (IOException _) {
                return new Forwarded.NoOwner();
            }
            return carry(in, out);
        }
    }

    private Forwarded carry(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            Frame frame;
            try {
                frame = Frame.readFrom(in);
            } catch (IOException _) {
                return new Forwarded.OwnerLeft();
            }
            switch (frame.kind()) {
                case OUTPUT -> carry(frame, output);
                case ERRORS -> carry(frame, errors);
                case EXIT -> {
                    return new Forwarded.Ended(ByteBuffer.wrap(frame.bytes()).getInt());
                }
                case WANT_INPUT -> {
                    byte[] read = read(ByteBuffer.wrap(frame.bytes()).getInt());
                    try {
                        new Frame(Frame.Kind.INPUT, read).writeTo(out);
                    } catch (IOException _) {
                        return new Forwarded.OwnerLeft();
                    }
                }
                case CALL, INPUT -> {
                    return new Forwarded.OwnerLeft();
                }
            }
        }
    }

    private byte[] read(int wanted) throws IOException {
        byte[] buffer = new byte[Math.clamp(wanted, 1, LARGEST_PIECE)];
        int count = input.read(buffer);
        return Arrays.copyOf(buffer, Math.max(0, count));
    }

    private static void carry(Frame frame, OutputStream to) throws IOException {
        to.write(frame.bytes());
        to.flush();
    }
}
