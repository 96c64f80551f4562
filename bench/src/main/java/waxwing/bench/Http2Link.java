package waxwing.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection (RFC 9113) that carries one gRPC stream, as little of both as a device needs, so that the
/// generator costs little: messages are handed on where they lie in the buffer that TLS decrypted them into, and
/// all that is written in one turn of the event loop leaves in one buffer and one flush.
///
/// Used on its event loop only.
final class Http2Link extends ChannelInboundHandlerAdapter {
    /// Bytes before a gRPC message: not compressed, and its length.
    static final int PREFIX = 5;

    private static final int HEADER = 9;
    private static final int STREAM = 1;
    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;
    private static final int WINDOW = 16 << 20;
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int USUAL_BYTES = 1024;

    private final byte[] opening;
    private final Listener listener;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);
    private @Nullable ChannelHandlerContext context;
    /// A frame that is not complete yet.
    private @Nullable ByteBuf cutFrame;
    /// A message that is not complete yet.
    private @Nullable ByteBuf cutMessage;
    /// Room for a frame's header, then the messages that wait for the end of the turn or for the peer's window.
    private @Nullable ByteBuf outgoing;
    private int largestFrame = 16_384;
    private int peersInitialWindow = DEFAULT_WINDOW;
    private long connectionWindow = DEFAULT_WINDOW;
    private long streamWindow = DEFAULT_WINDOW;
    private int taken;
    private boolean leaving;
    private boolean over;

    /// The one who speaks over the link.
    interface Listener {
        /// TLS and HTTP/2 are up; the request's headers leave with the next flush.
        void opened();

        /// A message lies in `in` from `from` (inclusive) to `to` (exclusive); not valid after the call.
        void message(ByteBuf in, int from, int to);

        /// What came in together was handed on; what is written now leaves with it.
        void turnEnded();

        /// The relay ended the stream well.
        void ended();

        /// The connection or the stream broke, or the relay refused it. Told once.
        void broke(String why);
    }

    /// @param opening what the connection begins with, from [#opening]
    Http2Link(byte[] opening, Listener listener) {
        this.opening = opening;
        this.listener = listener;
    }

    /// Preface, settings and the headers of the one request.
    static byte[] opening(ByteBuf into, byte[] requestHeaders) {
        ByteBufUtil.writeAscii(into, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        header(into, 12, Http2.FrameType.SETTINGS, 0, 0);
        into.writeShort(Http2.Setting.ENABLE_PUSH).writeInt(0);
        into.writeShort(Http2.Setting.INITIAL_WINDOW_SIZE).writeInt(WINDOW);
        header(into, 4, Http2.FrameType.WINDOW_UPDATE, 0, 0);
        into.writeInt(WINDOW - DEFAULT_WINDOW);
        header(into, requestHeaders.length, Http2.FrameType.HEADERS, END_HEADERS, STREAM);
        into.writeBytes(requestHeaders);
        return ByteBufUtil.getBytes(into);
    }

    private static void header(ByteBuf into, int length, int type, int flags, int stream) {
        into.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                write(from.alloc().directBuffer(opening.length).writeBytes(opening));
                listener.opened();
                flush();
            } else {
                broke("TLS: " + done.cause());
            }
        }
    }

    /// Where the next message is written: [#PREFIX] bytes and the message itself, all of it, before anything else is
    /// done with the link.
    ByteBuf out() {
        ByteBuf out = outgoing;
        if (out == null) {
            out = context().alloc().directBuffer(USUAL_BYTES).writeZero(HEADER);
            outgoing = out;
        }
        return out;
    }

    /// A failure comes back through [#exceptionCaught].
    private void write(ByteBuf frame) {
        ChannelFuture _ = context().write(frame, context().voidPromise());
    }

    private void disconnect() {
        ChannelFuture _ = context().close();
    }

    /// Sends what was written, as far as the peer's windows allow.
    void flush() {
        ByteBuf out = outgoing;
        if (out != null && !over) {
            int ready = out.readableBytes() - HEADER;
            if (ready <= largestFrame && ready <= connectionWindow && ready <= streamWindow) {
                outgoing = null;
                out.setMedium(out.readerIndex(), ready).setInt(out.readerIndex() + 3, Http2.FrameType.DATA);
                out.setByte(out.readerIndex() + 4, 0).setInt(out.readerIndex() + 5, STREAM);
                connectionWindow -= ready;
                streamWindow -= ready;
                write(out);
            } else {
                writeInParts(out, ready);
            }
        }
        if (leaving && outgoing == null) {
            leaving = false;
            ByteBuf end = context().alloc().directBuffer(HEADER);
            header(end, 0, Http2.FrameType.DATA, END_STREAM, STREAM);
            write(end);
        }
        context().flush();
    }

    private void writeInParts(ByteBuf out, int ready) {
        int left = ready;
        long most = Math.min(largestFrame, Math.min(connectionWindow, streamWindow));
        while (left > 0 && most > 0) {
            int part = (int) Math.min(left, most);
            ByteBuf frame = context().alloc().directBuffer(HEADER + part);
            header(frame, part, Http2.FrameType.DATA, 0, STREAM);
            frame.writeBytes(out, out.readerIndex() + HEADER, part);
            out.skipBytes(part);
            connectionWindow -= part;
            streamWindow -= part;
            left -= part;
            most = Math.min(largestFrame, Math.min(connectionWindow, streamWindow));
            write(frame);
        }
        if (left == 0) {
            out.release();
            outgoing = null;
        }
    }

    /// Ends this side of the stream, after all that was written.
    void leave() {
        leaving = true;
        flush();
    }

    /// Closes the connection without a word.
    void close() {
        over = true;
        disconnect();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object read) {
        ByteBuf in = (ByteBuf) read;
        ByteBuf before = cutFrame;
        if (before != null) {
            before.writeBytes(in);
            in.release();
            in = before;
            cutFrame = null;
        }
        try {
            while (!over && in.readableBytes() >= HEADER) {
                int start = in.readerIndex();
                int end = start + HEADER + in.getUnsignedMedium(start);
                if (end > in.writerIndex()) {
                    break;
                }
                frame(in, start, end);
                in.readerIndex(end);
            }
            if (!over && in.isReadable()) {
                cutFrame = from.alloc()
                        .directBuffer(in.readableBytes() + largestFrame)
                        .writeBytes(in);
            }
        } catch (Http2Exception e) {
            broke(String.valueOf(e.getMessage()));
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        listener.turnEnded();
        flush();
    }

    private void frame(ByteBuf in, int start, int end) throws Http2Exception {
        int flags = in.getByte(start + 4);
        int from = start + HEADER;
        switch (in.getByte(start + 3)) {
            case Http2.FrameType.DATA -> data(in, from, end, flags);
            case Http2.FrameType.HEADERS -> headers(in, from, end, flags);
            case Http2.FrameType.SETTINGS -> {
                if ((flags & ACK) == 0) {
                    settings(in, from, end);
                }
            }
            case Http2.FrameType.PING -> {
                if ((flags & ACK) == 0) {
                    ByteBuf answer = context().alloc().directBuffer(HEADER + 8);
                    header(answer, 8, Http2.FrameType.PING, ACK, 0);
                    write(answer.writeBytes(in, from, 8));
                }
            }
            case Http2.FrameType.WINDOW_UPDATE -> {
                if (in.getInt(start + 5) == 0) {
                    connectionWindow += in.getInt(from);
                } else {
                    streamWindow += in.getInt(from);
                }
            }
            case Http2.FrameType.RST_STREAM -> broke("the relay reset the stream: error " + in.getInt(from));
            case Http2.FrameType.GOAWAY ->
                broke("the relay said GOAWAY: error " + in.getInt(from + 4) + " "
                        + in.toString(from + 8, end - from - 8, StandardCharsets.UTF_8));
            case Http2.FrameType.CONTINUATION -> broke("the relay sent headers in parts, which are not read here");
            default -> {
                // PRIORITY, PUSH_PROMISE (switched off) and whatever a later version has.
            }
        }
    }

    private void data(ByteBuf in, int from, int end, int flags) {
        int first = from;
        int to = end;
        if ((flags & PADDED) != 0) {
            first += 1;
            to -= in.getUnsignedByte(from);
        }
        ByteBuf before = cutMessage;
        if (before != null) {
            before.writeBytes(in, first, to - first);
            before.readerIndex(messages(before, before.readerIndex(), before.writerIndex()));
            if (!before.isReadable()) {
                before.release();
                cutMessage = null;
            }
        } else {
            int rest = messages(in, first, to);
            if (rest < to) {
                cutMessage =
                        context().alloc().directBuffer(to - rest + USUAL_BYTES).writeBytes(in, rest, to - rest);
            }
        }
        taken += end - from;
        if (taken >= WINDOW / 2) {
            ByteBuf update = context().alloc().directBuffer(2 * (HEADER + 4));
            header(update, 4, Http2.FrameType.WINDOW_UPDATE, 0, 0);
            update.writeInt(taken);
            header(update, 4, Http2.FrameType.WINDOW_UPDATE, 0, STREAM);
            write(update.writeInt(taken));
            taken = 0;
        }
    }

    /// Hands on the messages that are complete.
    ///
    /// @return where the first incomplete one begins
    private int messages(ByteBuf in, int from, int to) {
        int at = from;
        while (to - at >= PREFIX) {
            int end = at + PREFIX + in.getInt(at + 1);
            if (end > to || over) {
                break;
            }
            listener.message(in, at + PREFIX, end);
            at = end;
        }
        return at;
    }

    private void headers(ByteBuf in, int from, int end, int flags) throws Http2Exception {
        int first = from + ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? 5 : 0);
        int to = end - ((flags & PADDED) != 0 ? in.getUnsignedByte(from) : 0);
        if ((flags & END_HEADERS) == 0) {
            broke("the relay sent headers in parts, which are not read here");
            return;
        }
        Http2Headers read = headers.decodeHeaders(STREAM, in.slice(first, to - first));
        if ((flags & END_STREAM) == 0) {
            return;
        }
        CharSequence status = read.get("grpc-status");
        if (status != null && status.toString().equals("0")) {
            over = true;
            listener.ended();
        } else {
            broke("the relay ended the stream: HTTP status " + read.status() + ", grpc-status " + status + ", "
                    + read.get("grpc-message"));
        }
    }

    private void settings(ByteBuf in, int from, int end) {
        for (int at = from; at < end; at += 6) {
            int value = in.getInt(at + 2);
            switch (in.getUnsignedShort(at)) {
                case Http2.Setting.INITIAL_WINDOW_SIZE -> {
                    streamWindow += value - peersInitialWindow;
                    peersInitialWindow = value;
                }
                case Http2.Setting.MAX_FRAME_SIZE -> largestFrame = Math.min(value, 1 << 20);
                default -> {
                    // Bounds on what is not done here.
                }
            }
        }
        ByteBuf answer = context().alloc().directBuffer(HEADER);
        header(answer, 0, Http2.FrameType.SETTINGS, ACK, 0);
        write(answer);
    }

    private void broke(String why) {
        if (!over) {
            over = true;
            listener.broke(why);
            disconnect();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        broke("the connection was closed");
        release();
    }

    private void release() {
        for (ByteBuf buffer : new @Nullable ByteBuf[] {cutFrame, cutMessage, outgoing}) {
            if (buffer != null) {
                buffer.release();
            }
        }
        cutFrame = null;
        cutMessage = null;
        outgoing = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        broke(cause.toString());
    }
}
