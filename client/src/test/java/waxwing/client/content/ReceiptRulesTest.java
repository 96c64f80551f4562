package waxwing.client.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static waxwing.client.content.Samples.euros;
import static waxwing.client.content.Samples.line;
import static waxwing.client.content.Samples.money;
import static waxwing.client.content.Samples.receipt;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waxwing.content.v1.Discount;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.Tax;

class ReceiptRulesTest {
    @Test
    void aCompleteReceiptIsAccepted() {
        assertThat(check(receipt())).isEmpty();
    }

    @Test
    void aMinimalReceiptIsAccepted() {
        assertThat(check(receipt()
                        .clearSeller()
                        .clearSubtotal()
                        .clearDiscounts()
                        .clearShipping()
                        .clearTaxes()
                        .clearTip()
                        .clearRounding()
                        .clearInvoiceNumber()
                        .setTotal(euros(12, 700_000_000))))
                .isEmpty();
    }

    @Test
    void aRefundHasNegativeAmounts() {
        assertThat(check(receipt()
                        .clearLines()
                        .addLines(line(1, "Butter, returned", "-1", euros(-5, -200_000_000)))
                        .clearSubtotal()
                        .clearDiscounts()
                        .clearShipping()
                        .clearTaxes()
                        .clearTip()
                        .clearRounding()
                        .setTotal(euros(-5, -200_000_000))
                        .setRefundOf("1001")))
                .isEmpty();
    }

    @Test
    void theMoneyOfALineIsGivenAndNotRecomputed() {
        assertThat(check(receipt().setLines(0, receipt().getLines(0).toBuilder().setUnitPrice(euros(999, 0)))))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void eachRuleNamesTheFieldThatBreaksIt(String param, Violation.Code code, Consumer<Receipt.Builder> breakIt) {
        Receipt.Builder receipt = receipt();
        breakIt.accept(receipt);

        assertThat(check(receipt))
                .extracting(Violation::param, Violation::code)
                .containsExactly(tuple("content.receipt." + param, code));
    }

    static Stream<Arguments> broken() {
        return Stream.of(missing(), invalid(), sums()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> missing() {
        var code = Violation.Code.MISSING_PARAMETER;
        return Stream.of(
                row("entity", code, Receipt.Builder::clearEntity),
                row("entity.id", code, r -> r.getEntityBuilder().clearId()),
                row("entity.revision", code, r -> r.getEntityBuilder().clearRevision()),
                row("order_number", code, Receipt.Builder::clearOrderNumber),
                row("order_number", code, r -> r.setOrderNumber("  ")),
                row("order_date", code, Receipt.Builder::clearOrderDate),
                row("order_status", code, Receipt.Builder::clearOrderStatus),
                row("lines[1].line_number", code, r -> r.getLinesBuilder(1).clearLineNumber()),
                row("lines[1].name", code, r -> r.getLinesBuilder(1).clearName()),
                row("lines[0].quantity", code, r -> r.getLinesBuilder(0).clearQuantity()),
                row("lines[0].unit_price", code, r -> r.getLinesBuilder(0).clearUnitPrice()),
                row("lines[0].line_total", code, r -> r.getLinesBuilder(0).clearLineTotal()),
                row("discounts[0].label", code, r -> r.getDiscountsBuilder(0).clearLabel()),
                row("discounts[0].amount", code, r -> r.getDiscountsBuilder(0).clearAmount()),
                row("taxes[0].label", code, r -> r.getTaxesBuilder(0).clearLabel()),
                row("taxes[1].rate", code, r -> r.getTaxesBuilder(1).clearRate()),
                row("taxes[1].amount", code, r -> r.getTaxesBuilder(1).clearAmount()),
                row("total", code, Receipt.Builder::clearTotal),
                row("total.currency_code", code, r -> r.getTotalBuilder().clearCurrencyCode()),
                row("payment", code, Receipt.Builder::clearPayment),
                row("payment.method", code, r -> r.getPaymentBuilder().clearMethod()),
                row("payment.status", code, r -> r.getPaymentBuilder().clearStatus()));
    }

    private static Stream<Arguments> invalid() {
        var code = Violation.Code.INVALID_PARAMETER;
        return Stream.of(
                row("entity.id", code, r -> r.getEntityBuilder().setId("x".repeat(65))),
                row("order_number", code, r -> r.setOrderNumber("9".repeat(201))),
                row("order_number", code, r -> r.setOrderNumber("10\u001b[2J01")),
                row("order_date", code, r -> r.setOrderDate("21/11/2026")),
                row("order_date", code, r -> r.setOrderDate("2026-02-30")),
                row("order_date", code, r -> r.setOrderDate("2026-11-21T18:04:00")),
                row("order_status", code, r -> r.setOrderStatusValue(99)),
                row("seller", code, r -> r.setSeller("Zeisig, see https://zeisig.example/sale")),
                row("lines[1].line_number", code, r -> r.getLinesBuilder(1).setLineNumber(1)),
                row("lines[0].name", code, r -> r.getLinesBuilder(0).setName("Bread\nFree gift")),
                row("lines[0].quantity", code, r -> r.getLinesBuilder(0).setQuantity("2,5")),
                row("lines[0].quantity", code, r -> r.getLinesBuilder(0).setQuantity("1e3")),
                row("lines[1].unit_code", code, r -> r.getLinesBuilder(1).setUnitCode("kilo")),
                row("lines[0].unit_price", code, r -> r.getLinesBuilder(0).setUnitPrice(euros(1, -5))),
                row("lines[0].line_total", code, r -> r.getLinesBuilder(0).setLineTotal(euros(7, 1_000_000_000))),
                row("taxes[0].rate", code, r -> r.getTaxesBuilder(0).setRate("5.5%")),
                row("total.currency_code", code, r -> r.setTotal(money("EUX", 17, 940_000_000))),
                row("total", code, r -> r.setTotal(money("eur", 17, 940_000_000))),
                row("payment.last4", code, r -> r.getPaymentBuilder().setLast4("42")),
                row("payment.status", code, r -> r.getPaymentBuilder().setStatusValue(77)),
                row("payment.paid_at", code, r -> r.getPaymentBuilder().setPaidAt("2026-11-21")),
                row("payment.due_date", code, r -> r.getPaymentBuilder().setDueDate("tomorrow")));
    }

    private static Stream<Arguments> sums() {
        var code = Violation.Code.AMOUNT_MISMATCH;
        return Stream.of(
                row("total", code, r -> r.setTotal(euros(17, 940_000_001))),
                row("total", code, r -> r.setTotal(euros(17, 939_999_999))),
                row("total", code, r -> r.setTotal(euros(-17, -940_000_000))),
                row("total", code, r -> r.getTaxesBuilder(0).setIncluded(false)),
                row("total", code, Receipt.Builder::clearTip),
                row(
                        "total",
                        code,
                        r -> r.addDiscounts(
                                Discount.newBuilder().setLabel("More").setAmount(euros(0, 1)))),
                row("total", code, r -> r.getLinesBuilder(0).setLineTotal(euros(Long.MAX_VALUE, 0))),
                row("subtotal", code, r -> r.setSubtotal(money("USD", 12, 700_000_000))),
                row("lines[1].unit_price", code, r -> r.getLinesBuilder(1).setUnitPrice(money("CHF", 5, 0))),
                row(
                        "taxes[2].amount",
                        code,
                        r -> r.addTaxes(
                                Tax.newBuilder().setLabel("Duty").setRate("0").setAmount(money("USD", 0, 0)))));
    }

    @Test
    void aReceiptWithoutLinesSaysSoAndThatItsSumIsOff() {
        assertThat(check(receipt().clearLines()))
                .extracting(Violation::param)
                .containsExactly("content.receipt.lines", "content.receipt.total");
    }

    @Test
    void thousandsOfLinesAreRefusedWithoutLookingAtThem() {
        Receipt.Builder receipt = receipt();
        for (int i = 0; i < 5_000; i++) {
            receipt.addLines(line(i, "", "", euros(0, 0)));
        }

        assertThat(check(receipt))
                .extracting(Violation::param)
                .contains("content.receipt.lines")
                .hasSizeLessThan(3);
    }

    @Test
    void theMessageOfAMismatchShowsBothSums() {
        assertThat(check(receipt().setTotal(euros(17, 940_000_001))))
                .singleElement()
                .extracting(Violation::message)
                .asString()
                .contains("17.940000001 EUR")
                .contains("17.94 EUR");
    }

    private static Arguments row(String param, Violation.Code code, Consumer<Receipt.Builder> breakIt) {
        return arguments(param, code, breakIt);
    }

    private static List<Violation> check(Receipt.Builder receipt) {
        return ContentPolicy.check(receipt.build(), VerifiedDomains.none());
    }
}
