package waxwing.client.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import waxwing.content.v1.Discount;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.Receipt.OrderStatus;
import waxwing.content.v1.ReceiptLine;
import waxwing.content.v1.Tax;
import waxwing.model.MalformedValueException;
import waxwing.model.Money;

/// The rules of a receipt. Its sum is exact: lines less discounts, plus shipping, taxes that are not included,
/// tip and rounding, is the total, to the billionth and in one currency.
final class ReceiptRules {
    private static final int MOST_LINES = 200;
    private static final int MOST_ADJUSTMENTS = 50;
    private static final Pattern QUANTITY = Pattern.compile("-?[0-9]{1,12}(?:\\.[0-9]{1,9})?");
    private static final Pattern RATE = Pattern.compile("[0-9]{1,4}(?:\\.[0-9]{1,9})?");
    private static final Pattern UNIT_CODE = Pattern.compile("[A-Z0-9]{1,3}");
    private static final Pattern LAST4 = Pattern.compile("[0-9]{4}");

    private final Field receipt;
    /// What makes up the total, with its sign.
    private final List<Money> parts = new ArrayList<>();
    /// Every amount that was read, for the one-currency rule.
    private final List<Amount> amounts = new ArrayList<>();
    private boolean allRead = true;

    private record Amount(Field field, Money money) {}

    ReceiptRules(Field receipt) {
        this.receipt = receipt;
    }

    void check(Receipt content) {
        ValueRules.entity(receipt.at("entity"), content.hasEntity(), content.getEntity());
        TextRules.require(receipt.at("order_number"), content.getOrderNumber());
        ValueRules.requireDateOrDateTime(receipt.at("order_date"), content.getOrderDate());
        ValueRules.choice(
                receipt.at("order_status"),
                content.getOrderStatusValue(),
                OrderStatus.forNumber(content.getOrderStatusValue()));
        TextRules.check(receipt.at("seller"), content.getSeller());
        lines(content.getLinesList());
        if (content.hasSubtotal()) {
            amount(receipt.at("subtotal"), content.getSubtotal());
        }
        discounts(content.getDiscountsList());
        part("shipping", content.hasShipping(), content.getShipping());
        taxes(content.getTaxesList());
        part("tip", content.hasTip(), content.getTip());
        part("rounding", content.hasRounding(), content.getRounding());
        total(content);
        payment(content);
        TextRules.check(receipt.at("invoice_number"), content.getInvoiceNumber());
        TextRules.check(receipt.at("refund_of"), content.getRefundOf());
    }

    private void lines(List<ReceiptLine> lines) {
        if (lines.isEmpty()) {
            receipt.at("lines").missing();
        }
        if (lines.size() > MOST_LINES) {
            receipt.at("lines").invalid(lines.size() + " lines (expected: at most " + MOST_LINES + ")");
            return;
        }
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            line(receipt.at("lines", i), lines.get(i), numbers);
        }
    }

    private void line(Field field, ReceiptLine line, Set<Integer> numbers) {
        if (line.getLineNumber() == 0) {
            field.at("line_number").missing();
        } else if (!numbers.add(line.getLineNumber())) {
            field.at("line_number").invalid("stands on another line too (expected: each number once)");
        }
        TextRules.check(field.at("sku"), line.getSku());
        TextRules.require(field.at("name"), line.getName());
        TextRules.requireMatch(
                field.at("quantity"), line.getQuantity(), QUANTITY, "a decimal number such as \"0.250\"");
        TextRules.matches(field.at("unit_code"), line.getUnitCode(), UNIT_CODE, "a unit code such as KGM (UN/CEFACT)");
        require(field.at("unit_price"), line.hasUnitPrice(), line.getUnitPrice());
        if (line.hasDiscount()) {
            amount(field.at("discount"), line.getDiscount());
        }
        require(field.at("line_total"), line.hasLineTotal(), line.getLineTotal())
                .ifPresent(parts::add);
    }

    private void discounts(List<Discount> discounts) {
        if (tooMany("discounts", discounts)) {
            return;
        }
        for (int i = 0; i < discounts.size(); i++) {
            Field field = receipt.at("discounts", i);
            Discount discount = discounts.get(i);
            TextRules.require(field.at("label"), discount.getLabel());
            TextRules.check(field.at("code"), discount.getCode());
            require(field.at("amount"), discount.hasAmount(), discount.getAmount())
                    .ifPresent(amount -> parts.add(amount.negated()));
        }
    }

    private void taxes(List<Tax> taxes) {
        if (tooMany("taxes", taxes)) {
            return;
        }
        for (int i = 0; i < taxes.size(); i++) {
            Field field = receipt.at("taxes", i);
            Tax tax = taxes.get(i);
            TextRules.require(field.at("label"), tax.getLabel());
            TextRules.requireMatch(
                    field.at("rate"), tax.getRate(), RATE, "a decimal number of per cent such as \"5.5\"");
            Optional<Money> amount = require(field.at("amount"), tax.hasAmount(), tax.getAmount());
            if (!tax.getIncluded()) {
                amount.ifPresent(parts::add);
            }
        }
    }

    private boolean tooMany(String name, List<?> items) {
        if (items.size() <= MOST_ADJUSTMENTS) {
            return false;
        }
        receipt.at(name).invalid(items.size() + " items (expected: at most " + MOST_ADJUSTMENTS + ")");
        return true;
    }

    private void total(Receipt content) {
        Field field = receipt.at("total");
        Optional<Money> total = require(field, content.hasTotal(), content.getTotal());
        if (total.isEmpty()) {
            return;
        }
        String currency = total.get().currencyCode();
        List<Amount> foreign = amounts.stream()
                .filter(amount -> !amount.money().currencyCode().equals(currency))
                .toList();
        foreign.forEach(amount -> amount.field()
                .mismatch("is in " + amount.money().currencyCode() + ", but the total is in " + currency
                        + " (expected: one currency throughout)"));
        if (foreign.isEmpty() && allRead) {
            sum(field, total.get());
        }
    }

    private void sum(Field field, Money total) {
        try {
            Money sum = parts.stream().reduce(Money.zero(total.currencyCode()), Money::plus);
            if (!sum.equals(total)) {
                field.mismatch("is " + plain(total) + ", but lines - discounts + shipping + taxes not included + tip"
                        + " + rounding is " + plain(sum));
            }
        } catch (MalformedValueException _) {
            field.mismatch("the amounts do not add up to 64 bits of units");
        }
    }

    private static String plain(Money money) {
        return money.amount().stripTrailingZeros().toPlainString() + " " + money.currencyCode();
    }

    private void payment(Receipt content) {
        Field field = receipt.at("payment");
        if (!content.hasPayment()) {
            field.missing();
            return;
        }
        Payment payment = content.getPayment();
        TextRules.require(field.at("method"), payment.getMethod());
        TextRules.check(field.at("brand"), payment.getBrand());
        TextRules.matches(field.at("last4"), payment.getLast4(), LAST4, "four digits");
        ValueRules.choice(
                field.at("status"), payment.getStatusValue(), Payment.Status.forNumber(payment.getStatusValue()));
        ValueRules.dateTime(field.at("paid_at"), payment.getPaidAt());
        ValueRules.date(field.at("due_date"), payment.getDueDate());
    }

    private void part(String name, boolean present, waxwing.content.v1.Money money) {
        if (present) {
            amount(receipt.at(name), money).ifPresent(parts::add);
        }
    }

    private Optional<Money> require(Field field, boolean present, waxwing.content.v1.Money money) {
        if (!present) {
            field.missing();
            allRead = false;
            return Optional.empty();
        }
        return amount(field, money);
    }

    private Optional<Money> amount(Field field, waxwing.content.v1.Money money) {
        Optional<Money> read = ValueRules.money(field, money);
        read.ifPresentOrElse(exact -> amounts.add(new Amount(field, exact)), () -> allRead = false);
        return read;
    }
}
