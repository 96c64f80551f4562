package waxwing.cli.receipt;

import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import waxwing.cli.terminal.Json;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.SignedReceipt;
import waxwing.content.v1.Discount;
import waxwing.content.v1.Money;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;
import waxwing.content.v1.Tax;

/// A signed receipt as a schema.org `Order` (JSON-LD). What schema.org has no term for is named
/// `waxwing:…`.
///
/// The same signed receipt always gives the same document, and nothing in it comes from anywhere else: that
/// is how [ReceiptReader] knows that nothing was changed. It says nothing of the person.
public final class ReceiptDocument {
    static final String PROOF = "waxwing:proof";
    static final String STATEMENT = "waxwing:statement";
    static final String SIGNATURE = "waxwing:signature";
    static final String CERTIFICATE = "waxwing:certificate";
    static final String RELAY_KEY = "waxwing:relayKey";

    private static final String TYPE = "@type";
    private static final String SCHEMA = "https://schema.org/";

    private ReceiptDocument() {}

    public static Json of(SignedReceipt signed) {
        Receipt receipt = signed.receipt();
        Json json = Json.object()
                .put("@context", List.of("https://schema.org", Json.object().put("waxwing", "urn:waxwing:receipt:1:")))
                .put(TYPE, "Order")
                .put("identifier", receipt.getEntity().getId())
                .put("waxwing:revision", receipt.getEntity().getRevision())
                .put("orderNumber", receipt.getOrderNumber())
                .put("orderDate", receipt.getOrderDate())
                .put("orderStatus", orderStatus(receipt.getOrderStatus()))
                .put("seller", seller(signed));
        text(json, "waxwing:sellerName", receipt.getSeller());
        text(json, "waxwing:refundOf", receipt.getRefundOf());
        json.put("acceptedOffer", lines(receipt.getLinesList()));
        amount(json, "waxwing:subtotal", receipt.hasSubtotal(), receipt.getSubtotal());
        json.put("waxwing:discounts", discounts(receipt.getDiscountsList()));
        amount(json, "waxwing:shipping", receipt.hasShipping(), receipt.getShipping());
        json.put("waxwing:taxes", taxes(receipt.getTaxesList()));
        amount(json, "waxwing:tip", receipt.hasTip(), receipt.getTip());
        amount(json, "waxwing:rounding", receipt.hasRounding(), receipt.getRounding());
        return json.put("partOfInvoice", invoice(receipt)).put(PROOF, proof(signed));
    }

    /// As the relay certified it, not as the receipt says.
    private static Json seller(SignedReceipt signed) {
        Json seller = Json.object()
                .put(TYPE, "Organization")
                .put("identifier", signed.business().account().toString())
                .putIfPresent("name", signed.business().businessName());
        return signed.business().domains().isEmpty()
                ? seller
                : seller.put("waxwing:domains", signed.business().domains());
    }

    private static List<Json> lines(List<ReceiptLine> lines) {
        List<Json> offers = new ArrayList<>();
        for (ReceiptLine line : lines) {
            Json product = Json.object().put(TYPE, "Product").put("name", line.getName());
            text(product, "sku", line.getSku());
            Json quantity = Json.object().put(TYPE, "QuantitativeValue").put("value", line.getQuantity());
            text(quantity, "unitCode", line.getUnitCode());
            Json offer = Json.object()
                    .put(TYPE, "Offer")
                    .put("identifier", line.getLineNumber())
                    .put("itemOffered", product)
                    .put("eligibleQuantity", quantity);
            if (line.hasUnitPrice()) {
                offer.put(
                        "priceSpecification",
                        Json.object()
                                .put(TYPE, "UnitPriceSpecification")
                                .put("price", decimal(line.getUnitPrice()))
                                .put("priceCurrency", line.getUnitPrice().getCurrencyCode()));
            }
            amount(offer, "waxwing:discount", line.hasDiscount(), line.getDiscount());
            offers.add(offer.put("price", decimal(line.getLineTotal()))
                    .put("priceCurrency", line.getLineTotal().getCurrencyCode()));
        }
        return offers;
    }

    private static List<Json> discounts(List<Discount> discounts) {
        List<Json> list = new ArrayList<>();
        for (Discount discount : discounts) {
            Json json = Json.object().put("name", discount.getLabel());
            text(json, "discountCode", discount.getCode());
            list.add(json.put("waxwing:amount", amount(discount.getAmount())));
        }
        return list;
    }

    private static List<Json> taxes(List<Tax> taxes) {
        return taxes.stream()
                .map(tax -> Json.object()
                        .put("name", tax.getLabel())
                        .put("waxwing:percent", tax.getRate())
                        .put("valueAddedTaxIncluded", tax.getIncluded())
                        .put("waxwing:amount", amount(tax.getAmount())))
                .toList();
    }

    private static Json invoice(Receipt receipt) {
        Payment payment = receipt.getPayment();
        Json json = Json.object().put(TYPE, "Invoice");
        text(json, "identifier", receipt.getInvoiceNumber());
        json.put("totalPaymentDue", amount(receipt.getTotal()))
                .put("paymentStatus", paymentStatus(payment.getStatus()))
                .put("paymentMethod", payment.getMethod());
        text(json, "waxwing:brand", payment.getBrand());
        text(json, "waxwing:last4", payment.getLast4());
        text(json, "waxwing:paidAt", payment.getPaidAt());
        text(json, "paymentDueDate", payment.getDueDate());
        return json;
    }

    private static Json proof(SignedReceipt signed) {
        var proof = signed.receipt().getProof();
        return Json.object()
                .put(TYPE, "waxwing:ReceiptProof")
                .put("waxwing:signedAt", signed.signedAt().toString())
                .put("waxwing:messageId", signed.message().toString())
                .put("waxwing:relay", "sha256:" + signed.relayFingerprint())
                .put(STATEMENT, base64(ReceiptProofs.statement(signed)))
                .put(SIGNATURE, base64(proof.getSignature()))
                .put(CERTIFICATE, base64(proof.getCertificate()))
                .put(RELAY_KEY, base64(proof.getRelayKey()));
    }

    private static String orderStatus(Receipt.OrderStatus status) {
        return SCHEMA
                + switch (status) {
                    case PROCESSING -> "OrderProcessing";
                    case PAYMENT_DUE -> "OrderPaymentDue";
                    case PICKUP_AVAILABLE -> "OrderPickupAvailable";
                    case IN_TRANSIT -> "OrderInTransit";
                    case DELIVERED -> "OrderDelivered";
                    case PROBLEM -> "OrderProblem";
                    case RETURNED -> "OrderReturned";
                    case CANCELLED -> "OrderCancelled";
                    case ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED -> "OrderStatus";
                };
    }

    private static String paymentStatus(Payment.Status status) {
        return SCHEMA
                + switch (status) {
                    case COMPLETE -> "PaymentComplete";
                    case DUE -> "PaymentDue";
                    case PAST_DUE -> "PaymentPastDue";
                    case DECLINED -> "PaymentDeclined";
                    case AUTOMATICALLY_APPLIED -> "PaymentAutomaticallyApplied";
                    case STATUS_UNSPECIFIED, UNRECOGNIZED -> "PaymentStatusType";
                };
    }

    private static void text(Json json, String name, String text) {
        json.putIfPresent(name, Optional.of(text).filter(some -> !some.isEmpty()));
    }

    private static void amount(Json json, String name, boolean present, Money money) {
        if (present) {
            json.put(name, amount(money));
        }
    }

    private static Json amount(Money money) {
        return Json.object()
                .put(TYPE, "MonetaryAmount")
                .put("value", decimal(money))
                .put("currency", money.getCurrencyCode());
    }

    /// Exact, with at least two places: "9.00", "0.332".
    private static String decimal(Money money) {
        BigDecimal amount = BigDecimal.valueOf(money.getUnits()).add(BigDecimal.valueOf(money.getNanos(), 9));
        BigDecimal stripped = amount.stripTrailingZeros();
        return (stripped.scale() < 2 ? stripped.setScale(2) : stripped).toPlainString();
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
