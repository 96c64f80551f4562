package waxwing.server.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.ServerFrame;

/// A `ServerFrame` on its way to a device, as pieces of bytes: an envelope that a mailbox holds goes out as it lies
/// there, without being parsed or copied on the way.
final class DownFrame {
    /// Writes frames; the relay never reads one.
    static final Marshaller<DownFrame> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(DownFrame frame) {
            return new Pieces(frame);
        }

        @Override
        public DownFrame parse(InputStream stream) {
            throw new UnsupportedOperationException("frames go down only");
        }
    };

    private static final int LENGTH_DELIMITED = 2;

    private final byte[] head;
    private final ByteString certificate;
    private final ByteString envelope;

    private DownFrame(byte[] head, ByteString certificate, ByteString envelope) {
        this.head = head;
        this.certificate = certificate;
        this.envelope = envelope;
    }

    static DownFrame of(ServerFrame frame) {
        return new DownFrame(frame.toByteArray(), ByteString.EMPTY, ByteString.EMPTY);
    }

    /// A delivery. Fields may come in any order, so the sender's is put before those of the envelope.
    ///
    /// @param certificate a serialised `SignedCertificate`
    /// @param envelope a serialised `Envelope` without its sender
    static DownFrame delivery(long sequence, ByteString certificate, ByteString envelope) {
        int bytes = certificate.size() + envelope.size();
        int enveloped = CodedOutputStream.computeTagSize(Envelope.SENDER_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(certificate.size())
                + bytes;
        int delivered = CodedOutputStream.computeUInt64Size(Delivery.SEQUENCE_FIELD_NUMBER, sequence)
                + CodedOutputStream.computeTagSize(Delivery.ENVELOPE_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(enveloped)
                + enveloped;
        int before = CodedOutputStream.computeTagSize(ServerFrame.DELIVERY_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(delivered)
                + delivered
                - bytes;
        byte[] head = new byte[before];
        CodedOutputStream out = CodedOutputStream.newInstance(head);
        try {
            out.writeTag(ServerFrame.DELIVERY_FIELD_NUMBER, LENGTH_DELIMITED);
            out.writeUInt32NoTag(delivered);
            out.writeUInt64(Delivery.SEQUENCE_FIELD_NUMBER, sequence);
            out.writeTag(Delivery.ENVELOPE_FIELD_NUMBER, LENGTH_DELIMITED);
            out.writeUInt32NoTag(enveloped);
            out.writeTag(Envelope.SENDER_FIELD_NUMBER, LENGTH_DELIMITED);
            out.writeUInt32NoTag(certificate.size());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("a frame did not fit the size that was worked out", e);
        }
        return new DownFrame(head, certificate, envelope);
    }

    private int size() {
        return head.length + certificate.size() + envelope.size();
    }

    private void writeTo(OutputStream out) throws IOException {
        out.write(head);
        certificate.writeTo(out);
        envelope.writeTo(out);
    }

    /// What the transport asks for: the length, and the pieces one after another. It is read as a stream only where
    /// the transport compresses or is in memory.
    private static final class Pieces extends InputStream implements KnownLength, Drainable {
        private final DownFrame frame;
        private boolean drained;
        private InputStream rest = InputStream.nullInputStream();

        private Pieces(DownFrame frame) {
            this.frame = frame;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            drained = true;
            frame.writeTo(target);
            return frame.size();
        }

        private InputStream asStream() throws IOException {
            if (!drained) {
                drained = true;
                var bytes = new ByteArrayOutputStream(frame.size());
                frame.writeTo(bytes);
                rest = new ByteArrayInputStream(bytes.toByteArray());
            }
            return rest;
        }

        @Override
        public int available() throws IOException {
            return drained ? rest.available() : frame.size();
        }

        @Override
        public int read() throws IOException {
            return asStream().read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return asStream().read(into, offset, length);
        }
    }
}
