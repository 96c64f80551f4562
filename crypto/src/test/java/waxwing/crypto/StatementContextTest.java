package waxwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StatementContextTest {
    private static final ByteString STATEMENT = ByteString.copyFromUtf8("two loaves");

    private final OwnIdentity bakery = OwnIdentity.generate(new Random());

    @Test
    void whatWasSignedIsKnownByThePublicKeyAlone() {
        ByteString signature = bakery.sign(StatementContext.RECEIPT, STATEMENT);

        assertThat(signature.size()).isEqualTo(64);
        assertThat(bakery.publicKey().hasSigned(StatementContext.RECEIPT, STATEMENT, signature))
                .isTrue();
        assertThat(OwnIdentity.generate(new Random())
                        .publicKey()
                        .hasSigned(StatementContext.RECEIPT, STATEMENT, signature))
                .isFalse();
    }

    @Test
    void noOtherBytesAreSigned() {
        byte[] signature = bakery.sign(StatementContext.RECEIPT, STATEMENT).toByteArray();

        for (int at = 0; at < signature.length; at++) {
            byte[] altered = signature.clone();
            altered[at] ^= 1;
            assertThat(bakery.publicKey().hasSigned(StatementContext.RECEIPT, STATEMENT, ByteString.copyFrom(altered)))
                    .as("byte %d", at)
                    .isFalse();
        }
        assertThat(bakery.publicKey()
                        .hasSigned(
                                StatementContext.RECEIPT,
                                STATEMENT.concat(ByteString.copyFromUtf8(".")),
                                ByteString.copyFrom(signature)))
                .isFalse();
        assertThat(bakery.publicKey().hasSigned(StatementContext.RECEIPT, STATEMENT, ByteString.EMPTY))
                .isFalse();
    }

    /// The relay makes nobody sign anything, but a prekey's signature must not do for a receipt, nor the other way
    /// round.
    @Test
    void aSignatureWithoutTheContextIsNone() {
        ByteString bare = ByteString.copyFrom(bakery.sign(STATEMENT.toByteArray()));

        assertThat(bakery.publicKey().hasSigned(StatementContext.RECEIPT, STATEMENT, bare))
                .isFalse();
    }
}
