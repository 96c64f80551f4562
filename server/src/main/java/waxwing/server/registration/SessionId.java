package waxwing.server.registration;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import waxwing.model.MalformedValueException;

/// The name of a verification session: 16 random bytes. Who knows it speaks for the session, so it never prints.
public record SessionId(ByteString value) {
    private static final int BYTES = 16;

    public SessionId {
        if (value.size() != BYTES) {
            throw new MalformedValueException("session id: " + value.size() + " bytes (expected: " + BYTES + ")");
        }
    }

    static SessionId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionId(ByteString.copyFrom(bytes));
    }

    @Override
    public String toString() {
        return "SessionId(…)";
    }
}
