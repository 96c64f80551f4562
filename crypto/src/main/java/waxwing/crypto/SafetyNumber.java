package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.signal.libsignal.protocol.fingerprint.Fingerprint;
import org.signal.libsignal.protocol.fingerprint.FingerprintParsingException;
import org.signal.libsignal.protocol.fingerprint.FingerprintVersionMismatchException;
import org.signal.libsignal.protocol.fingerprint.NumericFingerprintGenerator;
import waxwing.model.AccountId;
import waxwing.model.MalformedValueException;

/// 60 digits that two people compare to be sure that nobody sits between them. Both ends compute the same ones
/// from both identity keys and account ids (libsignal's numeric fingerprint, version 2, 5,200 iterations).
/// Costs about 10 ms.
public final class SafetyNumber {
    private static final int DIGITS = 60;
    private static final int GROUP = 5;
    private static final int ITERATIONS = 5_200;
    private static final int VERSION = 2;

    private final Fingerprint fingerprint;

    private SafetyNumber(Fingerprint fingerprint) {
        this.fingerprint = fingerprint;
    }

    public static SafetyNumber of(AccountId own, IdentityKey ownKey, AccountId other, IdentityKey otherKey) {
        return new SafetyNumber(new NumericFingerprintGenerator(ITERATIONS)
                .createFor(VERSION, own.toBytes(), ownKey.forLibsignal(), other.toBytes(), otherKey.forLibsignal()));
    }

    /// The 60 digits without spaces.
    public String digits() {
        return fingerprint.getDisplayableFingerprint().getDisplayText();
    }

    /// Twelve groups of five digits, for people.
    public List<String> groups() {
        String digits = digits();
        List<String> groups = new ArrayList<>();
        for (int start = 0; start < DIGITS; start += GROUP) {
            groups.add(digits.substring(start, start + GROUP));
        }
        return List.copyOf(groups);
    }

    /// Whether a person's typing is this number; spaces, dashes and line breaks don't matter.
    ///
    /// @throws MalformedValueException if it does not have 60 digits
    public boolean matches(String typed) {
        String digits = typed.replaceAll("[\\s-]", "");
        if (!digits.matches("[0-9]{" + DIGITS + "}")) {
            throw new MalformedValueException(
                    "not a safety number: " + digits.length() + " characters (expected: " + DIGITS + " digits)");
        }
        return digits.equals(digits());
    }

    /// What a QR code carries.
    public ByteString scannable() {
        return ByteString.copyFrom(fingerprint.getScannableFingerprint().getSerialized());
    }

    /// Whether the other end's QR code fits this one.
    ///
    /// @throws MalformedValueException if it is no safety number, or one of another version
    public boolean matchesScanned(ByteString scanned) {
        try {
            return fingerprint.getScannableFingerprint().compareTo(scanned.toByteArray());
        } catch (FingerprintVersionMismatchException | FingerprintParsingException _) {
            throw new MalformedValueException(
                    "not a safety number (expected: the QR code that `waxwing verify --qr` shows)");
        }
    }

    @Override
    public String toString() {
        return "safety number";
    }
}
