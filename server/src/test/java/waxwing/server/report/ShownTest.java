package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waxwing.relay.v1.MessageKind;
import waxwing.server.report.Proof.Opening;

/// What a proof shows of a message's kind, whatever else the bytes have in them.
class ShownTest {
    private static final ByteString RECEIPT = message(2);
    private static final ByteString OFFER = message(6);

    private static ByteString message(int field) {
        return field(field, Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("\n\001x")));
    }

    private static ByteString field(int number, Field.Builder value) {
        return UnknownFieldSet.newBuilder()
                .addField(number, value.build())
                .build()
                .toByteString();
    }

    private static ByteString number(int field) {
        return field(field, Field.newBuilder().addVarint(1));
    }

    private static Finding finding(String innerKind, ByteString body) {
        Opening header = new Opening(
                field(3, Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(innerKind))), ByteString.EMPTY);
        return Shown.by(new Proof.OfContent(header, new Opening(body, ByteString.EMPTY)), MessageKind.RECEIPT)
                .finding();
    }

    @TestFactory
    Stream<DynamicTest> theContentIsTheLastMessageThatAClientReads() {
        Map<String, ByteString> receipts = Map.of(
                "a receipt alone", RECEIPT,
                "a receipt last", OFFER.concat(RECEIPT),
                "an offer's number as a number", RECEIPT.concat(number(6)),
                "a field that is not known", RECEIPT.concat(message(7)),
                "a known field of later, as a number", RECEIPT.concat(number(30)),
                "a group", RECEIPT.concat(field(6, Field.newBuilder().addGroup(UnknownFieldSet.getDefaultInstance()))));
        Map<String, ByteString> offers = Map.of(
                "an offer alone", OFFER,
                "an offer last", RECEIPT.concat(OFFER),
                "a receipt's number as a number", OFFER.concat(number(2)),
                "a receipt's number as four bytes",
                        OFFER.concat(field(2, Field.newBuilder().addFixed32(1))),
                "a receipt's number as a group",
                        OFFER.concat(field(2, Field.newBuilder().addGroup(UnknownFieldSet.getDefaultInstance()))),
                "a field that is not known", OFFER.concat(message(7)),
                "nothing", ByteString.EMPTY,
                "half a field", RECEIPT.substring(0, 2));
        return Stream.concat(tests(receipts, Finding.AS_LABELLED), tests(offers, Finding.MISLABELLED));
    }

    private static Stream<DynamicTest> tests(Map<String, ByteString> bodies, Finding expected) {
        return bodies.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(body -> DynamicTest.dynamicTest(
                        expected + ": " + body.getKey(),
                        () -> assertThat(finding("RECEIPT", body.getValue())).isEqualTo(expected)));
    }

    @TestFactory
    Stream<DynamicTest> theHeadersKindHasToBeTheLabel() {
        return Stream.of("OFFER", "", "receipt")
                .map(kind -> DynamicTest.dynamicTest(
                        "\"" + kind + "\"",
                        () -> assertThat(finding(kind, RECEIPT)).isEqualTo(Finding.MISLABELLED)));
    }
}
