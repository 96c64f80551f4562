package waxwing.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.card.Amount;
import waxwing.cli.card.ContentJson;
import waxwing.cli.receipt.ReceiptReader;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.MessageView;
import waxwing.client.Client;
import waxwing.client.proof.SignedReceipt;
import waxwing.content.v1.Receipt;
import waxwing.model.MalformedValueException;
import waxwing.model.RelayLink;

/// `business verify-receipt FILE`: whether an exported receipt is what a business signed. Asks nobody.
@CommandLine.Command(
        name = "verify-receipt",
        description = "Check a receipt that `business export` wrote, yours or somebody else's. Asks nobody.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:genuine: the business signed it as it stands, and the relay certified the business",
            "74:the file can't be read",
            "77:not genuine: something in it is not what a verified business signed, or another relay certified it",
            "78:signed, but nobody says that the relay that certified the business can be trusted"
        })
final class VerifyReceiptCommand implements Command.Diagnosis {
    /// More than the largest receipt takes.
    private static final int LONGEST = 1024 * 1024;

    @Parameters(index = "0", paramLabel = "FILE", description = "the exported receipt; - for the standard input")
    private String file = "";

    @Option(
            names = "--relay",
            paramLabel = "LINK",
            description = "trust the relay of this link (waxwing://HOST:PORT#sha256:…); default: this profile's relay")
    private @Nullable String link;

    /// A relay whose word counts.
    private record Trusted(String fingerprint, SafeText name) {
        static Trusted of(RelayLink link, String fingerprint) {
            return new Trusted(fingerprint, SafeText.of("{}:{}", link.host(), link.port()));
        }
    }

    @Override
    public boolean looksAtAccount() {
        return link == null;
    }

    @Override
    public int run(Call call, Access access) {
        Optional<Trusted> trusted = link != null ? Optional.of(named(link)) : ownRelay(access);
        SignedReceipt signed = ReceiptReader.read(bytes(call));
        if (trusted.filter(relay -> relay.fingerprint().equals(signed.relayFingerprint()))
                .isEmpty()) {
            throw notTrusted(signed);
        }
        SafeText relay = trusted.get().name();
        call.output().answer(json(signed, relay), words(signed, relay));
        return 0;
    }

    private static Trusted named(String text) {
        RelayLink named = RelayLink.parse(text);
        return named.fingerprint()
                .map(fingerprint -> Trusted.of(named, fingerprint))
                .orElseThrow(() -> new MalformedValueException(
                        "the link " + named + " pins no key (expected: waxwing://HOST:PORT#sha256:FINGERPRINT)"));
    }

    private static Optional<Trusted> ownRelay(Access access) {
        return switch (access) {
            case Access.Open(Client client) ->
                Optional.of(Trusted.of(client.account().relay(), client.relayFingerprint()));
            case Access.Refused(CommandFailure why) when why.code() == ErrorCode.NOT_REGISTERED -> Optional.empty();
            case Access.Refused(CommandFailure why) -> throw why;
        };
    }

    private CommandFailure notTrusted(SignedReceipt signed) {
        return link != null
                ? new CommandFailure(
                        ErrorCode.NOT_GENUINE,
                        SafeText.of(
                                "not genuine: not this relay but the one with the key sha256:{} certified the business",
                                signed.relayFingerprint()))
                : new CommandFailure(
                                ErrorCode.RELAY_NOT_TRUSTED,
                                SafeText.of(
                                        "signed, but by a business of the relay with the key sha256:{}, which this"
                                                + " profile does not know",
                                        signed.relayFingerprint()))
                        .withHint(
                                SafeText.of(
                                        "get that relay's link from its operator: waxwing business verify-receipt FILE --relay LINK"));
    }

    private byte[] bytes(Call call) {
        byte[] bytes = file.equals("-") ? call.io().readAll(LONGEST) : read(call);
        if (bytes.length > LONGEST) {
            throw new CommandFailure(
                    ErrorCode.NOT_GENUINE,
                    SafeText.of("not genuine: over {} bytes (expected: an exported receipt)", LONGEST));
        }
        return bytes;
    }

    private byte[] read(Call call) {
        try (InputStream in = Files.newInputStream(call.invocation().folder().resolve(file))) {
            return in.readNBytes(LONGEST + 1);
        } catch (NoSuchFileException _) {
            throw new CommandFailure(ErrorCode.LOCAL_IO, SafeText.of("there is no file {}", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SafeText> words(SignedReceipt signed, SafeText relay) {
        Receipt receipt = signed.receipt();
        SafeText name = SafeText.name(signed.business().businessName().orElseThrow());
        List<SafeText> lines = new ArrayList<>();
        lines.add(SafeText.of("genuine: signed by {} ✓ verified by {}", name, relay));
        lines.add(SafeText.of("  business  {}", signed.business().account()));
        signed.business().domains().forEach(domain -> lines.add(SafeText.of("  domain    {}", domain)));
        lines.addAll(List.of(
                SafeText.of("  signed    {}", MessageView.rfc3339(signed.signedAt())),
                SafeText.of(
                        "  order     {}, revision {}",
                        receipt.getOrderNumber(),
                        receipt.getEntity().getRevision()),
                SafeText.of("  total     {}", Amount.of(receipt.getTotal()))));
        return lines;
    }

    private static Json json(SignedReceipt signed, SafeText relay) {
        Receipt receipt = signed.receipt();
        return Json.answer()
                .put("genuine", true)
                .put(
                        "business",
                        Json.object()
                                .put("id", signed.business().account().toString())
                                .put("name", signed.business().businessName())
                                .put("domains", signed.business().domains()))
                .put("signed_at", MessageView.rfc3339(signed.signedAt()))
                .put("message_id", signed.message().toString())
                .put("order_number", receipt.getOrderNumber())
                .put("entity_id", receipt.getEntity().getId())
                .put("revision", receipt.getEntity().getRevision())
                .put("total", ContentJson.of(receipt.getTotal()))
                .put("verified_by", relay.toString())
                .put("relay_key", "sha256:" + signed.relayFingerprint());
    }
}
