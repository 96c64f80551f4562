package waxwing.cli.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import waxwing.client.content.ContentPolicy;
import waxwing.client.messages.StoredMessage;
import waxwing.content.v1.Action;

/// What a person can ask about a card, as the command line names it.
public enum Asking {
    CONFIRM(Action.Type.CONFIRM_RESERVATION),
    CHANGE(Action.Type.CHANGE_RESERVATION),
    CANCEL(Action.Type.CANCEL_RESERVATION),
    INSTRUCT(Action.Type.INSTRUCT_DELIVERY),
    DISPUTE(Action.Type.DISPUTE_RECEIPT);

    private final Action.Type type;

    Asking(Action.Type type) {
        this.type = type;
    }

    public Action.Type type() {
        return type;
    }

    /// Whether it has to say something in words.
    public boolean needsText() {
        return ContentPolicy.needsText(type);
    }

    /// For example `confirm`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What a card offers.
    public static List<Asking> offered(StoredMessage card) {
        Set<Action.Type> types = ContentPolicy.offered(card.body().toContent());
        return Arrays.stream(values())
                .filter(asking -> types.contains(asking.type))
                .toList();
    }
}
