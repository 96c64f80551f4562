package waxwing.server.delivery;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.account.Caller;
import waxwing.server.mailbox.QueueId;

/// What it costs to check one submit of 512 bytes: by hand, as the relay does, and by the rules in the .proto.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ValidationBenchmark {
    private static final long NOW = 1_700_000_000_000L;

    private final Caller caller =
            new Caller(new AccountId(new UUID(1, 1)), DeviceId.PRIMARY, AccountType.PERSON, new QueueId(1));
    private final Validator validator = ValidatorFactory.newBuilder().build();
    private final Submit submit = Submit.newBuilder()
            .setSubmitId(ByteString.copyFrom(new SubmitId(new UUID(NOW << 16 | 0x7000, 1L << 63)).toBytes()))
            .addDestinations(Destination.newBuilder()
                    .setAccountId(ByteString.copyFrom(new AccountId(new UUID(2, 2)).toBytes()))
                    .addCiphertexts(DeviceCiphertext.newBuilder()
                            .setDeviceId(1)
                            .setRegistrationId(4242)
                            .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                            .setCiphertext(ByteString.copyFrom(new byte[512]))))
            .setCommitments(Commitments.newBuilder()
                    .setHeader(ByteString.copyFrom(new byte[32]))
                    .setBody(ByteString.copyFrom(new byte[32])))
            .build();
    private final byte[] serialised = submit.toByteArray();

    /// The relay's own check.
    @Benchmark
    public Optional<SubmitResult> byHand() {
        return SubmitPolicy.refusal(caller, submit, NOW);
    }

    /// protovalidate, as for every other call.
    @Benchmark
    public ValidationResult byRules() throws ValidationException {
        return validator.validate(submit);
    }

    /// For comparison: reading it from the wire.
    @Benchmark
    public Submit parse() throws InvalidProtocolBufferException {
        return Submit.parseFrom(serialised);
    }
}
