package waxwing.cli.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.content.Mislabel;
import waxwing.client.messages.StoredMessage;
import waxwing.model.MessageKind;

/// In what a business's message is not what its label says, in words: a line above the message and what
/// can be done about it below, both drawn by this program.
final class MislabelView {
    private MislabelView() {}

    /// The line that goes before such a message.
    static Optional<SafeText> warning(StoredMessage message) {
        return message.mislabel().map(mislabel -> SafeText.of("  ! mislabelled: {}.", words(message, mislabel)));
    }

    private static SafeText words(StoredMessage message, Mislabel mislabel) {
        SafeText label = word(message.kind().orElseGet(() -> message.body().kind()));
        return switch (mislabel) {
            case INNER_LABEL -> SafeText.of("outside it says {}, inside it says something else", label);
            case OTHER_CONTENT ->
                SafeText.of("it says {}, but is {}", label, word(message.body().kind()));
            case FREE_TEXT -> SafeText.of("it says {}, but has a text or a link that no {} has", label, label);
            case FOREIGN_LINK -> SafeText.of("it links to a domain that is not verified for this business");
        };
    }

    private static SafeText word(MessageKind kind) {
        return SafeText.line(kind.name().toLowerCase(Locale.ROOT));
    }

    /// What a person can do about it, as commands.
    static List<SafeText> controls(StoredMessage message) {
        return message.mislabel().isEmpty()
                ? List.of()
                : List.of(
                        SafeText.of("  report: {} (in a chat: /r {})", command(message), proof(message)),
                        SafeText.of("  stop all: waxwing business stop {}", ContactView.word(message.with())));
    }

    /// The weakest proof that shows it.
    private static SafeText command(StoredMessage message) {
        return SafeText.of("waxwing business report {} --{}", message.id(), proof(message));
    }

    private static String proof(StoredMessage message) {
        return message.mislabel().equals(Optional.of(Mislabel.INNER_LABEL)) ? "label" : "content";
    }

    /// `{"label":…,"inside":…,"how":…,"report":…}`; absent from a message that is what it says.
    static Optional<Json> json(StoredMessage message) {
        return message.mislabel()
                .map(mislabel -> Json.object()
                        .put("label", message.kind().map(Enum::name))
                        .put("inside", message.body().kind().name())
                        .put("how", mislabel.name().toLowerCase(Locale.ROOT))
                        .put("report", command(message).toString()));
    }
}
