package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.cli.story.Shell.Outcome;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Discount;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Money;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;
import waxwing.content.v1.Tax;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// A receipt that a person exports, and that anybody can check.
class SignedReceiptTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOB = "+12025550102";

    @TempDir
    private static Path folder;

    private static Town town;
    private static Shell bob;
    private static Shop bakery;
    private static MessageId message;
    private static String exported;

    @BeforeAll
    static void aBusinessSendsAReceiptAndThePersonExportsIt() throws Exception {
        town = new Town(folder);
        bob = town.resident("bob", BOB);
        bakery = town.shop("Lantern Bakery", "+12025550199");
        message = bakery.sends(new MessageBody.ReceiptCard(receipt()), BOB);
        assertThat(ran(bob, "receive").out()).contains("Signed", "keep as proof: waxwing business export " + message);
        exported = ran(bob, "business", "export", message.toString()).out();
    }

    @AfterAll
    static void theRelayEnds() {
        bakery.close();
        town.close();
    }

    private static Outcome ran(Shell shell, String... words) {
        Outcome outcome = shell.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static Outcome checked(String document, String... more) {
        List<String> words = new ArrayList<>(List.of("business", "verify-receipt", "-", "--relay", town.link()));
        words.addAll(List.of(more));
        return town.shell("stranger").runWith(document, words.toArray(String[]::new));
    }

    private static void refused(String document, String why) {
        Outcome outcome = checked(document);
        assertThat(outcome.exit())
                .as(why + ": " + outcome.out() + outcome.err())
                .isEqualTo(77);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).as(why).contains("not genuine: ");
    }

    @Test
    void whoeverHasTheRelaysLinkChecksItWithoutAnAccount() {
        Outcome outcome = checked(exported);

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        String relay = town.link().substring("waxwing://".length(), town.link().indexOf('#'));
        assertThat(outcome.out())
                .contains("genuine: signed by Lantern Bakery ✓ verified by " + relay)
                .contains(bakery.client().account().id().toString())
                .contains("order     1001, revision 2")
                .contains("total     17.94 EUR");

        JsonNode json = JSON.readTree(checked(exported, "--json").out());
        assertThat(json.path("genuine").asBoolean()).isTrue();
        assertThat(json.path("business").path("name").asString()).isEqualTo("Lantern Bakery");
        assertThat(json.path("order_number").asString()).isEqualTo("1001");
        assertThat(json.path("message_id").asString()).isEqualTo(message.toString());
        assertThat(json.path("total").path("nanos").asInt()).isEqualTo(940_000_000);
        assertThat(town.link()).endsWith(json.path("relay_key").asString());
    }

    @Test
    void thePersonChecksItAgainstTheirOwnRelayFromAFile() throws Exception {
        Files.createDirectories(folder.resolve("bob"));
        Files.writeString(folder.resolve("bob").resolve("receipt.json"), exported);

        assertThat(ran(bob, "business", "verify-receipt", "receipt.json").out()).contains("signed by Lantern Bakery");
    }

    @Test
    void theRelayNeedNotRun() {
        town.relayGoesDown();
        try {
            assertThat(checked(exported).exit()).isZero();
            assertThat(bob.runWith(exported, "business", "verify-receipt", "-").exit())
                    .isZero();
        } finally {
            town.relayComesBack();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> bakery.client().connected());
        }
    }

    @Test
    void itIsAnOrderInTermsOfSchemaOrgAndSaysNothingOfThePerson() {
        JsonNode json = JSON.readTree(exported);

        assertThat(json.path("@context").path(0).asString()).isEqualTo("https://schema.org");
        assertThat(json.path("@type").asString()).isEqualTo("Order");
        assertThat(json.path("orderStatus").asString()).isEqualTo("https://schema.org/OrderProcessing");
        assertThat(json.path("seller").path("name").asString()).isEqualTo("Lantern Bakery");
        assertThat(json.path("acceptedOffer").path(1).path("price").asString()).isEqualTo("5.20");
        assertThat(json.path("partOfInvoice")
                        .path("totalPaymentDue")
                        .path("value")
                        .asString())
                .isEqualTo("17.94");
        String account = bakery.client()
                .contacts()
                .byNumber(PhoneNumber.parse(BOB))
                .flatMap(contact -> contact.account())
                .orElseThrow()
                .toString();
        assertThat(exported).doesNotContain(BOB, BOB.substring(1), account);
    }

    /// Every value in the document, and every name, is altered, taken out, and doubled in its turn.
    @Test
    void alteredInAnyFieldItIsNotGenuine() {
        List<String> altered = new ArrayList<>();
        alterations(JSON.readTree(exported), altered);

        assertThat(altered).hasSizeGreaterThan(120).doesNotHaveDuplicates();
        for (String document : altered) {
            refused(document, document);
        }
    }

    private static void alterations(JsonNode root, List<String> into) {
        walk(root, root, into);
        ((ObjectNode) root).put("waxwing:more", "1");
        into.add(root.toString());
        ((ObjectNode) root).remove("waxwing:more");
    }

    private static void walk(JsonNode root, JsonNode node, List<String> into) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                for (JsonNode other : others(value)) {
                    object.set(name, other);
                    into.add(root.toString());
                }
                object.remove(name);
                into.add(root.toString());
                object.set(name, value);
                walk(root, value, into);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode value = array.get(i);
                for (JsonNode other : others(value)) {
                    array.set(i, other);
                    into.add(root.toString());
                }
                array.set(i, value);
                walk(root, value, into);
            }
        }
    }

    private static List<JsonNode> others(JsonNode value) {
        if (value.isString()) {
            String text = value.asString();
            String last = text.endsWith("1") ? "2" : "1";
            return List.of(
                    JSON.getNodeFactory().stringNode(text + "1"),
                    JSON.getNodeFactory()
                            .stringNode(text.isEmpty() ? "x" : text.substring(0, text.length() - 1) + last));
        }
        if (value.isNumber()) {
            return List.of(JSON.getNodeFactory().numberNode(value.asInt() + 1));
        }
        return value.isBoolean()
                ? List.of(JSON.getNodeFactory().booleanNode(!value.asBoolean()))
                : List.of(JSON.getNodeFactory().nullNode());
    }

    @Test
    void alteredInAnyByteOfTheProofItIsNotGenuine() {
        for (String part : List.of("statement", "signature", "certificate", "relayKey")) {
            String base64 = JSON.readTree(exported)
                    .path("waxwing:proof")
                    .path("waxwing:" + part)
                    .asString();
            for (int at = 0; at < base64.length(); at += 7) {
                char other = base64.charAt(at) == 'A' ? 'B' : 'A';
                String altered = base64.substring(0, at) + other + base64.substring(at + 1);
                refused(exported.replace(base64, altered), part + " at " + at);
            }
        }
    }

    @Test
    void twoValuesOfOneNameAreNotGenuine() {
        refused(exported.replaceFirst("\"orderNumber\":", "\"orderNumber\":\"9\",\"orderNumber\":"), "doubled");
        refused(exported.strip() + "{}", "more behind it");
        refused("{", "no JSON");
        refused("", "nothing");
        refused("[]", "no object");
    }

    @Test
    void spacesAndTheOrderOfMembersDoNotMatter() {
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(exported));

        assertThat(pretty).isNotEqualTo(exported);
        assertThat(checked(pretty).exit()).isZero();
    }

    @Test
    void ofARelayThatNobodyNamedItSaysWhichKeyWouldHaveToBeTrusted() throws Exception {
        String pin = town.link().substring(town.link().indexOf("sha256:"));
        Outcome stranger = town.shell("another stranger").runWith(exported, "business", "verify-receipt", "-");
        assertThat(stranger.exit()).isEqualTo(78);
        assertThat(stranger.err()).contains(pin, "--relay LINK");

        try (Town elsewhere = new Town(folder.resolve("elsewhere"))) {
            Outcome other = town.shell("stranger")
                    .runWith(exported, "business", "verify-receipt", "-", "--relay", elsewhere.link());
            assertThat(other.exit()).isEqualTo(77);
            assertThat(other.err()).contains("not genuine", pin);
        }
        Outcome withoutPin = town.shell("stranger")
                .runWith(exported, "business", "verify-receipt", "-", "--relay", "waxwing://relay.example");
        assertThat(withoutPin.exit()).isEqualTo(2);
        assertThat(withoutPin.err()).contains("pins no key");
        assertThat(town.shell("stranger")
                        .run("business", "verify-receipt", "nothing.json", "--relay", town.link())
                        .exit())
                .isEqualTo(74);
    }

    @Test
    void onlyAReceiptIsExportedAsOne() throws Exception {
        MessageId parcel = bakery.sends(
                new MessageBody.DeliveryCard(Delivery.newBuilder()
                        .setEntity(Entity.newBuilder().setId("P-1").setRevision(1))
                        .setCarrier(waxwing.content.v1.Carrier.newBuilder().setName("Post"))
                        .setTrackingNumber("1")
                        .setStatus(Delivery.Status.IN_TRANSIT)
                        .build()),
                BOB);
        ran(bob, "receive");

        Outcome outcome = bob.run("business", "export", parcel.toString(), "--format", "jsonld");

        assertThat(outcome.exit()).isEqualTo(77);
        assertThat(outcome.err()).contains("is no receipt");
        assertThat(ran(bob, "business", "verify-receipt", "--help").out()).contains("Exit codes", "77", "78");
    }

    static Receipt receipt() {
        return Receipt.newBuilder()
                .setEntity(Entity.newBuilder().setId("order-1001").setRevision(2))
                .setOrderNumber("1001")
                .setOrderDate("2026-11-21")
                .setOrderStatus(Receipt.OrderStatus.PROCESSING)
                .setSeller("Lantern Bäckerei")
                .addLines(line(1, "Rye bread", "2", euros(7, 500_000_000)))
                .addLines(line(2, "Butter", "0.250", euros(5, 200_000_000))
                        .setSku("B-1")
                        .setUnitCode("KGM")
                        .setDiscount(euros(0, 300_000_000)))
                .setSubtotal(euros(12, 700_000_000))
                .addDiscounts(Discount.newBuilder()
                        .setLabel("Welcome")
                        .setCode("HELLO")
                        .setAmount(euros(1, 0)))
                .setShipping(euros(4, 900_000_000))
                .addTaxes(Tax.newBuilder()
                        .setLabel("VAT")
                        .setRate("5.5")
                        .setAmount(euros(0, 660_000_000))
                        .setIncluded(true))
                .addTaxes(Tax.newBuilder().setLabel("Eco fee").setRate("2").setAmount(euros(0, 332_000_000)))
                .setTip(euros(1, 0))
                .setRounding(euros(0, 8_000_000))
                .setTotal(euros(17, 940_000_000))
                .setPayment(Payment.newBuilder()
                        .setMethod("card")
                        .setBrand("Visa")
                        .setLast4("4242")
                        .setStatus(Payment.Status.COMPLETE)
                        .setPaidAt("2026-11-21T18:04:00+01:00")
                        .setDueDate("2026-12-01"))
                .setInvoiceNumber("F-2026-77")
                .setRefundOf("1000")
                .build();
    }

    private static ReceiptLine.Builder line(int number, String name, String quantity, Money total) {
        return ReceiptLine.newBuilder()
                .setLineNumber(number)
                .setName(name)
                .setQuantity(quantity)
                .setUnitPrice(total)
                .setLineTotal(total);
    }

    private static Money euros(long units, int nanos) {
        return Money.newBuilder()
                .setCurrencyCode("EUR")
                .setUnits(units)
                .setNanos(nanos)
                .build();
    }
}
