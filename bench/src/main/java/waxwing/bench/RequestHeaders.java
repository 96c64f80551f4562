package waxwing.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import waxwing.model.RelayLink;
import waxwing.relay.v1.MessagingGrpc;

/// The headers of a call of `Exchange`, in HPACK (RFC 7541) without table and Huffman code: static names by their
/// index, values as they are.
final class RequestHeaders {
    private static final int METHOD_POST = 0x80 | 3;
    private static final int SCHEME_HTTPS = 0x80 | 7;
    private static final int AUTHORITY = 1;
    private static final int PATH = 4;
    private static final int AUTHORIZATION = 23;
    private static final int CONTENT_TYPE = 31;
    private static final int USER_AGENT = 58;
    private static final int LONGEST_VALUE = 126;

    private RequestHeaders() {}

    /// @param credentials as the relay wants them in `authorization`
    static byte[] exchange(RelayLink relay, String credentials) {
        ByteBuf out = Unpooled.buffer(256);
        out.writeByte(METHOD_POST).writeByte(SCHEME_HTTPS);
        named(out, PATH, "/" + MessagingGrpc.getExchangeMethod().getFullMethodName());
        named(out, AUTHORITY, relay.host() + ":" + relay.port());
        named(out, CONTENT_TYPE, "application/grpc");
        named(out, USER_AGENT, "waxwing-bench");
        named(out, AUTHORIZATION, credentials);
        named(out, 0, "te", "trailers");
        return ByteBufUtil.getBytes(out);
    }

    /// Literal without indexing: an index of four bits (15 means that the rest follows), then the value.
    private static void named(ByteBuf out, int index, String... texts) {
        if (index < 15) {
            out.writeByte(index);
        } else {
            out.writeByte(15).writeByte(index - 15);
        }
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length > LONGEST_VALUE) {
                throw new IllegalArgumentException("a header of " + bytes.length + " bytes (expected: up to 126)");
            }
            out.writeByte(bytes.length).writeBytes(bytes);
        }
    }
}
