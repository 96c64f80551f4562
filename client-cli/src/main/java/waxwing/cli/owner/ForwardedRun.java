package waxwing.cli.owner;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import waxwing.cli.terminal.Io;

/// One command of another process, run here.
///
/// Its own thread runs it; a second one reads the connection, so that the other process's end is noticed at
/// once and stops the command.
final class ForwardedRun implements Runnable {
    private static final int PIECE = 8 * 1024;

    private final SocketChannel channel;
    private final OwnerSocket.Commands commands;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final LinkedBlockingQueue<Frame.Bytes> arrived = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    ForwardedRun(SocketChannel channel, OwnerSocket.Commands commands) {
        this.channel = channel;
        this.commands = commands;
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
    }

    @Override
    public void run() {
        try (channel) {
            if (Frame.Kind.readFrom(in) != Frame.Kind.CALL) {
                return;
            }
            Invocation invocation = Invocation.readFrom(in);
            Thread runner = Thread.currentThread();
            Thread.ofVirtual().name("forwarded-input").start(() -> listen(runner));
            Io io = new Io(
                    new FetchedInput(),
                    new SentOutput(Frame.Kind.OUTPUT),
                    new SentOutput(Frame.Kind.ERRORS),
                    invocation.terminals());
            int exit = commands.run(invocation, io);
            Thread.interrupted();
            new Frame(Frame.Kind.EXIT, ByteBuffer.allocate(4).putInt(exit).array()).writeTo(out);
        } catch (IOException _) {
            // The other process is gone, and with it everybody who wanted to know how this ends.
        } finally {
            ended.countDown();
        }
    }

    private void listen(Thread runner) {
        try {
            while (true) {
                Frame frame = Frame.readFrom(in);
                if (frame.kind() != Frame.Kind.INPUT) {
                    break;
                }
                arrived.add(frame.content());
            }
        } catch (IOException _) {
            // The other process is gone.
        }
        if (ended.getCount() > 0) {
            runner.interrupt();
        }
    }

    void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Cuts the connection: the other process takes the command over.
    void abandon() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is as good as closed.
        }
    }

    private final class SentOutput extends OutputStream {
        private final Frame.Kind kind;

        SentOutput(Frame.Kind kind) {
            this.kind = kind;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            new Frame(kind, Arrays.copyOfRange(bytes, from, from + count)).writeTo(out);
        }
    }

    /// Fetches input only when the command reads, so that a shell loop's next command finds what this one left.
    private final class FetchedInput extends InputStream {
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!rest.hasRemaining() && !over) {
                fetch(Math.min(count, PIECE));
            }
            if (over) {
                return -1;
            }
            int taken = Math.min(count, rest.remaining());
            rest.get(into, from, taken);
            return taken;
        }

        private void fetch(int count) throws IOException {
            new Frame(
                            Frame.Kind.WANT_INPUT,
                            ByteBuffer.allocate(4).putInt(count).array())
                    .writeTo(out);
            try {
                rest = ByteBuffer.wrap(arrived.take().array());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped");
            }
            over = !rest.hasRemaining();
        }
    }
}
