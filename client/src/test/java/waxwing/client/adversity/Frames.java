package waxwing.client.adversity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.ServerFrame;

/// What a middleman reads and rewrites in the frames of the long stream.
final class Frames {
    static final String EXCHANGE = "Messaging/Exchange";

    private Frames() {}

    /// The envelope that the frame delivers, if it does.
    static Optional<Envelope> envelope(String method, byte[] message) {
        return server(method, message)
                .filter(frame -> frame.hasDelivery() && frame.getDelivery().hasEnvelope())
                .map(frame -> frame.getDelivery().getEnvelope());
    }

    /// The frame with another envelope, if it delivers one.
    static byte[] withEnvelope(String method, byte[] message, UnaryOperator<Envelope> change) {
        return server(method, message)
                .filter(frame -> frame.hasDelivery() && frame.getDelivery().hasEnvelope())
                .map(frame -> {
                    ServerFrame.Builder changed = frame.toBuilder();
                    changed.getDeliveryBuilder()
                            .setEnvelope(change.apply(frame.getDelivery().getEnvelope()));
                    return changed.build().toByteArray();
                })
                .orElse(message);
    }

    static byte[] withBrokenCiphertext(String method, byte[] message) {
        return withEnvelope(method, message, envelope -> {
            byte[] broken = envelope.getCiphertext().toByteArray();
            broken[broken.length - 1] ^= 1;
            return envelope.toBuilder()
                    .setCiphertext(ByteString.copyFrom(broken))
                    .build();
        });
    }

    static Optional<ServerFrame> server(String method, byte[] message) {
        return method.equals(EXCHANGE) ? Optional.of(parse(ServerFrame.parser(), message)) : Optional.empty();
    }

    static Optional<ClientFrame> client(String method, byte[] message) {
        return method.equals(EXCHANGE) ? Optional.of(parse(ClientFrame.parser(), message)) : Optional.empty();
    }

    static <T> T parse(com.google.protobuf.Parser<T> parser, byte[] message) {
        try {
            return parser.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
