package waxwing.cli.card;

import java.time.Instant;
import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Discount;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;
import waxwing.content.v1.Tax;

/// An order's receipt as rows.
final class ReceiptCard {
    private ReceiptCard() {}

    static SafeText title(Receipt receipt) {
        return receipt.getRefundOf().isEmpty()
                ? SafeText.of("Order {}", receipt.getOrderNumber())
                : SafeText.of("Refund {} of order {}", receipt.getOrderNumber(), receipt.getRefundOf());
    }

    static SafeText summary(Receipt receipt) {
        return SafeText.of("receipt, order {}, {}", receipt.getOrderNumber(), Amount.of(receipt.getTotal()));
    }

    static List<SafeText> rows(Receipt receipt) {
        Rows rows = new Rows()
                .labelled(SafeText.of("Seller"), SafeText.line(receipt.getSeller()))
                .labelled(SafeText.of("Ordered"), When.day(receipt.getOrderDate()))
                .labelled(SafeText.of("Status"), Rows.words(receipt.getOrderStatus()))
                .labelled(SafeText.of("Invoice"), SafeText.line(receipt.getInvoiceNumber()))
                .rule();
        receipt.getLinesList().forEach(line -> line(rows, line));
        rows.rule();
        sums(rows, receipt);
        payment(rows, receipt.getPayment());
        if (receipt.hasProof()) {
            String signedAt =
                    Instant.ofEpochMilli(receipt.getProof().getSignedAtMs()).toString();
            rows.labelled(SafeText.of("Signed"), SafeText.of("by the business, {}", When.day(signedAt)));
        }
        return rows.all();
    }

    private static void line(Rows rows, ReceiptLine line) {
        rows.amount(SafeText.line(line.getName()), line.getLineTotal());
        boolean several = !line.getQuantity().isEmpty() && !line.getQuantity().equals("1");
        if (several && line.hasUnitPrice()) {
            SafeText unit = SafeText.line(line.getUnitCode());
            rows.text(SafeText.of(
                    "  {}{} x {}",
                    line.getQuantity(),
                    unit.isEmpty() ? unit : SafeText.of(" {}", unit),
                    Amount.of(line.getUnitPrice())));
        }
        if (line.hasDiscount()) {
            rows.text(SafeText.of("  less {}", Amount.of(line.getDiscount())));
        }
    }

    private static void sums(Rows rows, Receipt receipt) {
        if (receipt.hasSubtotal()) {
            rows.amount(SafeText.of("Subtotal"), receipt.getSubtotal());
        }
        for (Discount discount : receipt.getDiscountsList()) {
            SafeText code = discount.getCode().isEmpty() ? SafeText.EMPTY : SafeText.of(" ({})", discount.getCode());
            rows.amount(SafeText.line(discount.getLabel()).plus(code), Amount.negated(discount.getAmount()));
        }
        if (receipt.hasShipping()) {
            rows.amount(SafeText.of("Shipping"), receipt.getShipping());
        }
        for (Tax tax : receipt.getTaxesList()) {
            SafeText rate = tax.getRate().isEmpty() ? SafeText.EMPTY : SafeText.of(" {} %", tax.getRate());
            SafeText included = tax.getIncluded() ? SafeText.of(" (included)") : SafeText.EMPTY;
            rows.amount(SafeText.line(tax.getLabel()).plus(rate).plus(included), tax.getAmount());
        }
        if (receipt.hasTip()) {
            rows.amount(SafeText.of("Tip"), receipt.getTip());
        }
        if (receipt.hasRounding()) {
            rows.amount(SafeText.of("Rounding"), receipt.getRounding());
        }
        rows.amount(SafeText.of("Total"), receipt.getTotal());
    }

    private static void payment(Rows rows, Payment payment) {
        String card = payment.getLast4().isEmpty() ? "" : "ending in " + payment.getLast4();
        SafeText method = SafeText.line(
                String.join(" ", payment.getMethod(), payment.getBrand(), card).strip());
        SafeText status = Rows.words(payment.getStatus());
        if (!method.isEmpty() || !status.isEmpty()) {
            rows.labelled(
                    SafeText.of("Payment"),
                    method.isEmpty() ? status : status.isEmpty() ? method : SafeText.of("{}, {}", method, status));
        }
        rows.labelled(SafeText.of("Paid"), When.day(payment.getPaidAt()));
        rows.labelled(SafeText.of("Due"), When.day(payment.getDueDate()));
    }
}
