package waxwing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"+12025550101", "+1 202-555-0101", "+1 (202) 555 0101", "  +1.202.555.0101 "})
    void aNumberIsReadAsPeopleWriteIt(String text) {
        assertThat(PhoneNumber.parse(text).e164()).isEqualTo("+12025550101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "12025550101",
                "2025550101",
                "+1202555",
                "+120255501011111111",
                "+1202555010a",
                "+0123456789",
                "+12025550101 ext. 5",
                "+1202555\u001b[31m0101",
                "tel:+12025550101",
                "+999123"
            })
    void whatIsNotANumberIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> PhoneNumber.parse(text))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("+12025550101")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void aNumberRedactsItself() {
        assertThat(PhoneNumber.ofE164("+12025550101")).hasToString("+…01");
    }
}
