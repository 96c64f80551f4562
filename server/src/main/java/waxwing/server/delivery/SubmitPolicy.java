package waxwing.server.delivery;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.FieldViolation;
import waxwing.relay.v1.InvalidSubmit;
import waxwing.relay.v1.NotPermitted;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.TooLarge;
import waxwing.server.account.Caller;

/// Whether a submit is well-formed and the sender's to make, whoever it is for: the rules that stand in
/// `messaging.proto`, checked by hand because it is the relay's hottest path.
final class SubmitPolicy {
    static final int LARGEST_CIPHERTEXT = 96 * 1024;

    private static final long OLDEST = Duration.ofHours(24).toMillis();
    private static final long AHEAD = Duration.ofMinutes(5).toMillis();
    private static final int LONGEST_EXPIRY_S = 2_592_000;
    private static final int MOST_CIPHERTEXTS = 6;

    private SubmitPolicy() {}

    /// @return why the submit is refused as a whole; empty if it is not
    static Optional<SubmitResult> refusal(Caller caller, Submit submit, long nowMillis) {
        List<FieldViolation> violations = violations(submit);
        if (!violations.isEmpty()) {
            return Optional.of(result(submit)
                    .setInvalid(InvalidSubmit.newBuilder().addAllViolations(violations))
                    .build());
        }
        int largest = largest(submit);
        if (largest > LARGEST_CIPHERTEXT) {
            return Optional.of(result(submit)
                    .setTooLarge(TooLarge.newBuilder()
                            .setLimitBytes(LARGEST_CIPHERTEXT)
                            .setActualBytes(largest))
                    .build());
        }
        return notPermitted(caller, submit, nowMillis)
                .map(code -> result(submit)
                        .setNotPermitted(notPermitted(code, nowMillis))
                        .build());
    }

    static SubmitResult.Builder result(Submit submit) {
        return SubmitResult.newBuilder().setSubmitId(submit.getSubmitId());
    }

    /// Bytes of the largest ciphertext.
    static int largest(Submit submit) {
        int largest = 0;
        for (Destination destination : submit.getDestinationsList()) {
            for (DeviceCiphertext ciphertext : destination.getCiphertextsList()) {
                largest = Math.max(largest, ciphertext.getCiphertext().size());
            }
        }
        return largest;
    }

    private static Optional<NotPermitted.Code> notPermitted(Caller caller, Submit submit, long nowMillis) {
        boolean othersSecond = submit.getDestinationsCount() == 2
                && !submit.getDestinations(1)
                        .getAccountId()
                        .equals(ByteString.copyFrom(caller.account().toBytes()));
        if (othersSecond) {
            return Optional.of(NotPermitted.Code.NOT_OWN_ACCOUNT);
        }
        long madeAt = SubmitId.ofBytes(submit.getSubmitId().toByteArray()).madeAtMillis();
        return madeAt < nowMillis - OLDEST || madeAt > nowMillis + AHEAD
                ? Optional.of(NotPermitted.Code.SUBMIT_ID_OUT_OF_RANGE)
                : Optional.empty();
    }

    private static NotPermitted.Builder notPermitted(NotPermitted.Code code, long nowMillis) {
        NotPermitted.Builder why = NotPermitted.newBuilder().setCode(code);
        return code == NotPermitted.Code.SUBMIT_ID_OUT_OF_RANGE ? why.setRelayTimeMs(nowMillis) : why;
    }

    private static List<FieldViolation> violations(Submit submit) {
        Violations found = new Violations();
        found.lengthOf("submit_id", submit.getSubmitId(), 16);
        found.lengthOf("commitments.header", submit.getCommitments().getHeader(), 32);
        found.lengthOf("commitments.body", submit.getCommitments().getBody(), 32);
        found.range("expires_in_s", submit.getExpiresInS(), 0, LONGEST_EXPIRY_S);
        found.range("destinations", submit.getDestinationsCount(), 1, 2);
        for (int i = 0; i < submit.getDestinationsCount(); i++) {
            Destination destination = submit.getDestinations(i);
            if (!isSound(destination)) {
                violationsOf(destination, "destinations[" + i + "].", found);
            }
            if (i == 1
                    && destination
                            .getAccountId()
                            .equals(submit.getDestinations(0).getAccountId())) {
                found.add("destinations[1].account_id", "the same as that of destinations[0]");
            }
        }
        return found.all;
    }

    /// Whether nothing is wrong with it; says nothing about what would be.
    private static boolean isSound(Destination destination) {
        int count = destination.getCiphertextsCount();
        if (destination.getAccountId().size() != AccountId.BYTES || count > MOST_CIPHERTEXTS) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            DeviceCiphertext one = destination.getCiphertexts(i);
            boolean sound = one.getDeviceId() >= 1
                    && one.getDeviceId() <= 127
                    && one.getRegistrationId() >= 1
                    && one.getRegistrationId() <= 16_380
                    && isKnown(one.getType())
                    && !one.getCiphertext().isEmpty();
            for (int before = 0; sound && before < i; before++) {
                sound = destination.getCiphertexts(before).getDeviceId() != one.getDeviceId();
            }
            if (!sound) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKnown(CiphertextType type) {
        return type == CiphertextType.CIPHERTEXT_TYPE_PREKEY || type == CiphertextType.CIPHERTEXT_TYPE_SESSION;
    }

    private static void violationsOf(Destination destination, String path, Violations found) {
        found.lengthOf(path + "account_id", destination.getAccountId(), AccountId.BYTES);
        ciphertexts(found, path + "ciphertexts", destination.getCiphertextsList());
    }

    private static void ciphertexts(Violations found, String path, List<DeviceCiphertext> ciphertexts) {
        found.range(path, ciphertexts.size(), 0, MOST_CIPHERTEXTS);
        Set<Integer> devices = new HashSet<>();
        for (int i = 0; i < ciphertexts.size(); i++) {
            DeviceCiphertext one = ciphertexts.get(i);
            if (!devices.add(one.getDeviceId())) {
                found.add(at(path, i, "device_id"), "named twice");
            }
            if (one.getDeviceId() < 1 || one.getDeviceId() > 127) {
                found.range(at(path, i, "device_id"), one.getDeviceId(), 1, 127);
            }
            if (one.getRegistrationId() < 1 || one.getRegistrationId() > 16_380) {
                found.range(at(path, i, "registration_id"), one.getRegistrationId(), 1, 16_380);
            }
            if (!isKnown(one.getType())) {
                found.add(at(path, i, "type"), "expected: CIPHERTEXT_TYPE_PREKEY or CIPHERTEXT_TYPE_SESSION");
            }
            if (one.getCiphertext().isEmpty()) {
                found.add(at(path, i, "ciphertext"), "empty");
            }
        }
    }

    private static String at(String path, int index, String field) {
        return path + "[" + index + "]." + field;
    }

    private static final class Violations {
        private static final int MOST = 20;

        private final List<FieldViolation> all = new ArrayList<>(0);

        void add(String field, String description) {
            if (all.size() < MOST) {
                all.add(FieldViolation.newBuilder()
                        .setField(field)
                        .setDescription(description)
                        .build());
            }
        }

        void lengthOf(String field, ByteString bytes, int expected) {
            if (bytes.size() != expected) {
                add(field, bytes.size() + " bytes (expected: " + expected + ")");
            }
        }

        void range(String field, int value, int lowest, int highest) {
            if (value < lowest || value > highest) {
                add(field, Integer.toUnsignedString(value) + " (expected: " + lowest + ".." + highest + ")");
            }
        }
    }
}
