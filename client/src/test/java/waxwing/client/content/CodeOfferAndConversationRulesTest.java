package waxwing.client.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static waxwing.client.content.Samples.code;
import static waxwing.client.content.Samples.money;
import static waxwing.client.content.Samples.offer;
import static waxwing.client.content.Samples.paris;
import static waxwing.client.content.Violation.Code.INVALID_PARAMETER;
import static waxwing.client.content.Violation.Code.MISSING_PARAMETER;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.content.v1.Body;
import waxwing.content.v1.Code;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Text;
import waxwing.model.MessageKind;

class CodeOfferAndConversationRulesTest {
    private static final VerifiedDomains OWN = VerifiedDomains.of(Set.of("zeisig.example"));

    @Test
    void completeContentIsAccepted() {
        assertThat(ContentPolicy.check(code().build())).isEmpty();
        assertThat(ContentPolicy.check(offer().build(), OWN)).isEmpty();
        assertThat(ContentPolicy.check(Text.newBuilder()
                        .setText("Yes, until six:\n\thttps://zeisig.example/map 👩‍🍳")
                        .setReplyTo(ByteString.copyFrom(new byte[16]))
                        .build()))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("brokenCodes")
    void aCodeNamesTheFieldThatBreaksARule(String param, Violation.Code code, Consumer<Code.Builder> breakIt) {
        Code.Builder content = code();
        breakIt.accept(content);

        assertThat(ContentPolicy.check(content.build()))
                .extracting(Violation::param, Violation::code)
                .containsExactly(tuple("content.code." + param, code));
    }

    static Stream<Arguments> brokenCodes() {
        return Stream.of(
                ofCode("code", MISSING_PARAMETER, Code.Builder::clearCode),
                ofCode("code", INVALID_PARAMETER, c -> c.setCode("1".repeat(16))),
                ofCode("code", INVALID_PARAMETER, c -> c.setCode("431  997")),
                ofCode("code", INVALID_PARAMETER, c -> c.setCode("bit.ly/3xyz")),
                ofCode("code", INVALID_PARAMETER, c -> c.setCode("43\u001b[2J")),
                ofCode("code", INVALID_PARAMETER, c -> c.setCode("٤٣١")),
                ofCode("purpose", MISSING_PARAMETER, Code.Builder::clearPurpose),
                ofCode("purpose", INVALID_PARAMETER, c -> c.setPurpose("Sign in at https://evil.example")),
                ofCode("purpose", INVALID_PARAMETER, c -> c.setPurpose("Your code is 431-997")),
                ofCode("expires_at", MISSING_PARAMETER, Code.Builder::clearExpiresAt),
                ofCode("expires_at", INVALID_PARAMETER, c -> c.setExpiresAt("2026-11-21T18:14:00")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"431997", "431 997", "G-431997", "a", "ABC-DEF-GHI-JKL"})
    void ordinaryCodesAreAccepted(String code) {
        assertThat(ContentPolicy.check(code().setCode(code).build())).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("brokenOffers")
    void anOfferNamesTheFieldThatBreaksARule(String param, Violation.Code code, Consumer<Offer.Builder> breakIt) {
        Offer.Builder content = offer();
        breakIt.accept(content);

        assertThat(ContentPolicy.check(content.build(), OWN))
                .extracting(Violation::param, Violation::code)
                .containsExactly(tuple("content.offer." + param, code));
    }

    static Stream<Arguments> brokenOffers() {
        return Stream.of(
                ofOffer("entity", MISSING_PARAMETER, Offer.Builder::clearEntity),
                ofOffer("title", MISSING_PARAMETER, Offer.Builder::clearTitle),
                ofOffer("title", INVALID_PARAMETER, o -> o.setTitle("two\nlines")),
                ofOffer("text", MISSING_PARAMETER, Offer.Builder::clearText),
                ofOffer("text", INVALID_PARAMETER, o -> o.setText("x".repeat(1_001))),
                ofOffer("text", INVALID_PARAMETER, o -> o.setText("see www.zeisig.example")),
                ofOffer("text", INVALID_PARAMETER, o -> o.setText("bell\u0007")),
                ofOffer("text", INVALID_PARAMETER, o -> o.setText("a\rb")),
                ofOffer("price.currency_code", INVALID_PARAMETER, o -> o.setPrice(money("EUX", 1, 0))),
                ofOffer("valid_through", MISSING_PARAMETER, Offer.Builder::clearValidThrough),
                ofOffer("valid_through", INVALID_PARAMETER, o -> o.setValidThrough(paris("2026-11-26T08:00:00"))),
                ofOffer("terms_url", INVALID_PARAMETER, o -> o.setTermsUrl("http://zeisig.example/")));
    }

    @Test
    void anOffersTermsStandOnTheBusinesssOwnDomains() {
        assertThat(ContentPolicy.check(offer().build(), VerifiedDomains.of(Set.of("other.example"))))
                .extracting(Violation::param)
                .containsExactly("content.offer.terms_url");
    }

    @Test
    void aConversationNamesTheFieldThatBreaksARule() {
        assertThat(ContentPolicy.check(Text.getDefaultInstance())).containsExactly(of("text", MISSING_PARAMETER));
        assertThat(params("x".repeat(32 * 1024 + 1))).containsExactly("content.conversation.text");
        assertThat(params("\u001b[2J")).containsExactly("content.conversation.text");
        assertThat(params("\u202e")).containsExactly("content.conversation.text");
        assertThat(ContentPolicy.check(Text.newBuilder()
                        .setText("hi")
                        .setReplyTo(ByteString.copyFrom(new byte[15]))
                        .build()))
                .extracting(Violation::param)
                .containsExactly("content.conversation.reply_to");
    }

    private static List<String> params(String text) {
        return ContentPolicy.check(Text.newBuilder().setText(text).build()).stream()
                .map(Violation::param)
                .toList();
    }

    private static Violation of(String field, Violation.Code code) {
        return new Violation("content.conversation." + field, code, "is required");
    }

    @Test
    void aBodyHasToBeWhatItsKindSays() {
        Body code = Body.newBuilder().setCode(code()).build();
        Body offer = Body.newBuilder().setOffer(offer()).build();

        assertThat(ContentPolicy.check(MessageKind.CODE, code, OWN)).isEmpty();
        assertThat(ContentPolicy.check(MessageKind.OFFER, offer, OWN)).isEmpty();
        assertThat(List.of(MessageKind.RECEIPT, MessageKind.OFFER, MessageKind.CONVERSATION))
                .allSatisfy(kind -> assertThat(ContentPolicy.check(kind, code, OWN))
                        .extracting(Violation::param)
                        .containsExactly("content"));
        assertThat(ContentPolicy.check(MessageKind.CODE, offer, OWN))
                .extracting(Violation::param)
                .containsExactly("content");
    }

    @Test
    void whatIsWrongWithACodeIsToldWithoutTheCode() {
        assertThat(ContentPolicy.check(code().setCode("secret!").build()))
                .singleElement()
                .extracting(Violation::message)
                .asString()
                .doesNotContain("secret");
    }

    private static Arguments ofCode(String param, Violation.Code code, Consumer<Code.Builder> breakIt) {
        return arguments(param, code, breakIt);
    }

    private static Arguments ofOffer(String param, Violation.Code code, Consumer<Offer.Builder> breakIt) {
        return arguments(param, code, breakIt);
    }
}
