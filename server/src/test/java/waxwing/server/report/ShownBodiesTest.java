package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which texts the operator is told of a message that was shown.
class ShownBodiesTest {
    private static ByteString of(int field, ByteString value) {
        return Franked.field(field, value);
    }

    /// A person's message.
    private static ByteString saying(String text) {
        return of(1, of(1, ByteString.copyFromUtf8(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A 64-bit field, a 32-bit one, a number, and a text of 32 characters.
                "i kill you now  \n have a nice day and see you soon",
                // The same with a character that nobody sees.
                "i kill you now \u0001\n have a nice day and see you soon",
                // Numbers, and a text of ten characters.
                " k i l lb\nhave fun  ",
                // The text within ends in the middle of a character.
                "b\t12345678\u00e0P1",
                "hi",
                "\t9",
                ""
            })
    void aTextIsListedWholeAlsoIfItHasTheFormOfAMessage(String text) {
        assertThat(ShownBodies.textsIn(saying(text))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 31, 32, 80, 126, 127, 128, 5_000})
    void anOrdinaryTextIsListedOnceWhateverItsLength(int length) {
        String text = "a".repeat(length);
        assertThat(ShownBodies.textsIn(saying(text))).containsExactly(text);
    }

    @Test
    void theTextsOfMessagesInMessagesComeInTheirOrder() {
        ByteString line = of(4, ByteString.copyFromUtf8("2 cups")).concat(of(6, ByteString.copyFromUtf8("EUR")));
        ByteString card =
                of(2, of(1, ByteString.copyFromUtf8("A-7")).concat(of(5, line)).concat(ByteString.copyFrom(new byte[] {
                    0x38, 0x02, 0x48, 0x55
                })));
        assertThat(ShownBodies.textsIn(card)).containsExactly("A-7", "2 cups", "EUR");
    }

    @Test
    void whatIsNoMessageHasNoTexts() {
        assertThat(ShownBodies.textsIn(ByteString.copyFrom(new byte[] {0x0a, 0x7f})))
                .isEmpty();
    }
}
