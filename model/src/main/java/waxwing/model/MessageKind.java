package waxwing.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a business's message is, as its outer label and its inner header say it.
public enum MessageKind {
    RECEIPT(MessageCategory.UTILITY),
    RESERVATION(MessageCategory.UTILITY),
    DELIVERY(MessageCategory.UTILITY),
    CODE(MessageCategory.AUTHENTICATION),
    OFFER(MessageCategory.MARKETING),
    CONVERSATION(MessageCategory.SERVICE);

    private final MessageCategory category;

    MessageKind(MessageCategory category) {
        this.category = category;
    }

    public MessageCategory category() {
        return category;
    }

    /// Reads a kind's name in any case.
    ///
    /// @throws MalformedValueException if there is no such kind; the message lists them
    public static MessageKind parse(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedValueException("not a kind of message (expected one of: "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")) + ")"));
    }
}
