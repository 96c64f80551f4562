package waxwing.crypto;

import java.util.Optional;
import waxwing.relay.v1.CiphertextType;

/// Whether a ciphertext opens a session or stands within one.
public enum CiphertextForm {
    /// Opens a session (PQXDH); also each further message until the other end has answered.
    PREKEY(CiphertextType.CIPHERTEXT_TYPE_PREKEY),
    SESSION(CiphertextType.CIPHERTEXT_TYPE_SESSION);

    private final CiphertextType onTheWire;

    CiphertextForm(CiphertextType onTheWire) {
        this.onTheWire = onTheWire;
    }

    public CiphertextType onTheWire() {
        return onTheWire;
    }

    /// @return empty for a type that this version does not know
    public static Optional<CiphertextForm> of(CiphertextType type) {
        return switch (type) {
            case CIPHERTEXT_TYPE_PREKEY -> Optional.of(PREKEY);
            case CIPHERTEXT_TYPE_SESSION -> Optional.of(SESSION);
            case CIPHERTEXT_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
