package waxwing.server.secrets;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import waxwing.model.PhoneNumber;

/// Phone numbers as they are kept: never in clear.
public final class Numbers {
    private static final String CONTEXT = "phone-number";

    private final KeyedHash index;
    private final Sealer sealer;

    public Numbers(RelaySecrets secrets, SecureRandom random) {
        this.index = new KeyedHash(secrets.derive(Purpose.NUMBER_INDEX));
        this.sealer = new Sealer(secrets.derive(Purpose.NUMBER_SEAL), random);
    }

    public NumberIndex index(PhoneNumber number) {
        return new NumberIndex(index.of(ByteString.copyFromUtf8(number.e164())));
    }

    public ByteString seal(PhoneNumber number) {
        return sealer.seal(ByteString.copyFromUtf8(number.e164()), CONTEXT);
    }

    public PhoneNumber open(ByteString sealed) {
        return PhoneNumber.ofE164(sealer.open(sealed, CONTEXT).toStringUtf8());
    }
}
