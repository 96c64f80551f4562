package waxwing.client.relay;

import waxwing.relay.v1.Certificate;

/// Who reads what people write to a business, by its relay's word.
public enum Readers {
    /// The business alone, on a gateway of its own.
    BUSINESS_ITSELF,
    /// The relay does not say.
    UNKNOWN;

    /// From the wire.
    public static Readers of(Certificate.Readers readers) {
        return switch (readers) {
            case BUSINESS_ITSELF -> BUSINESS_ITSELF;
            case READERS_UNSPECIFIED, UNRECOGNIZED -> UNKNOWN;
        };
    }
}
