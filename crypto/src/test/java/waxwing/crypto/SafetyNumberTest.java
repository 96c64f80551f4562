package waxwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.MalformedValueException;

final class SafetyNumberTest {
    private static final AccountId ALICE = new AccountId(new UUID(1, 1));
    private static final AccountId BOB = new AccountId(new UUID(2, 2));
    private final IdentityKey aliceKey = OwnIdentity.generate(new Random()).publicKey();
    private final IdentityKey bobKey = OwnIdentity.generate(new Random()).publicKey();
    private final SafetyNumber atAlice = SafetyNumber.of(ALICE, aliceKey, BOB, bobKey);
    private final SafetyNumber atBob = SafetyNumber.of(BOB, bobKey, ALICE, aliceKey);

    @Test
    void bothEndsHaveTheSameSixtyDigits() {
        assertThat(atAlice.digits()).matches("[0-9]{60}").isEqualTo(atBob.digits());
        assertThat(atAlice.groups()).hasSize(12).allMatch(group -> group.length() == 5);
        assertThat(atAlice.matchesScanned(atBob.scannable())).isTrue();
    }

    @Test
    void anotherKeyOrAnotherAccountHasAnotherNumber() {
        IdentityKey mallory = OwnIdentity.generate(new Random()).publicKey();

        assertThat(SafetyNumber.of(ALICE, aliceKey, BOB, mallory).digits()).isNotEqualTo(atAlice.digits());
        assertThat(SafetyNumber.of(ALICE, aliceKey, new AccountId(new UUID(3, 3)), bobKey)
                        .digits())
                .isNotEqualTo(atAlice.digits());
        assertThat(atAlice.matchesScanned(
                        SafetyNumber.of(BOB, mallory, ALICE, aliceKey).scannable()))
                .isFalse();
    }

    @Test
    void itIsTypedInGroups() {
        assertThat(atAlice.matches(String.join(" ", atBob.groups()))).isTrue();
        assertThat(atAlice.matches(String.join("-", atBob.groups()) + "\n")).isTrue();
        assertThat(atAlice.matches("0".repeat(60))).isFalse();
    }

    @Test
    void whatIsNoSafetyNumberIsRefused() {
        assertThatThrownBy(() -> atAlice.matches("12345"))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("5 characters")
                .hasMessageContaining("60 digits");
        assertThatThrownBy(() -> atAlice.matchesScanned(ByteString.copyFromUtf8("https://example.org")))
                .isInstanceOf(MalformedValueException.class);
    }
}
