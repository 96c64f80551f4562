package waxwing.cli.card;

import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Action;

/// What a person asks about a card, in words, for example `change reservation table-7: at eight, please`.
final class ActionWords {
    private ActionWords() {}

    /// Of several lines if its text is.
    static SafeText of(Action action) {
        SafeText what =
                SafeText.of("{} {}", what(action.getType()), action.getEntity().getId());
        return action.getText().isEmpty() ? what : SafeText.of("{}: {}", what, SafeText.body(action.getText()));
    }

    private static SafeText what(Action.Type type) {
        return switch (type) {
            case CONFIRM_RESERVATION -> SafeText.of("confirm reservation");
            case CHANGE_RESERVATION -> SafeText.of("change reservation");
            case CANCEL_RESERVATION -> SafeText.of("cancel reservation");
            case INSTRUCT_DELIVERY -> SafeText.of("about delivery");
            case DISPUTE_RECEIPT -> SafeText.of("dispute receipt");
            case TYPE_UNSPECIFIED, UNRECOGNIZED -> SafeText.of("something that this version does not know about");
        };
    }
}
