package waxwing.server.mailbox;

import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Envelope;

/// What it costs to turn an envelope with 512 bytes of ciphertext into what is stored, and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private final Random random = new Random(1);
    private final Envelope envelope = Envelope.newBuilder()
            .setSubmitId(bytes(16))
            .setAcceptedAtMs(1_700_000_000_000L)
            .setSenderDeviceId(1)
            .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
            .setCiphertext(bytes(512))
            .setCommitments(Commitments.newBuilder().setHeader(bytes(32)).setBody(bytes(32)))
            .setRelayTag(bytes(32))
            .build();
    private final byte[] stored =
            EntryCodec.encode(new Entry(EntryContent.Message.of(envelope, 1), 1_800_000_000_000L));

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /// A fresh envelope each time: a message remembers its size once it was asked.
    @Benchmark
    public byte[] encode() {
        Envelope fresh = envelope.toBuilder().build();
        return EntryCodec.encode(new Entry(EntryContent.Message.of(fresh, 1), 1_800_000_000_000L));
    }

    /// From the stored bytes.
    @Benchmark
    public Entry decode() {
        return EntryCodec.decode(stored);
    }
}
