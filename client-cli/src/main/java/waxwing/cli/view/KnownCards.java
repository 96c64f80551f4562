package waxwing.cli.view;

import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.model.MessageId;

/// Which card a message id of the person means, or why that can't be said.
public final class KnownCards {
    private KnownCards() {}

    /// A card that a business sent, in the revision of that message.
    public static StoredMessage named(Client client, MessageId id) {
        StoredMessage message = People.received(client, id)
                .or(() -> client.history().sent(id))
                .orElseThrow(() -> new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("no message is called {}", id))
                        .withHint(SafeText.of("waxwing history BUSINESS --json tells the ids")));
        if (message.direction() == Direction.SENT || message.body().entity().isEmpty()) {
            throw new CommandFailure(
                            ErrorCode.NOT_FOUND,
                            SafeText.of("message {} is not a card (expected: a business's receipt, …)", id))
                    .withHint(SafeText.of("waxwing history BUSINESS --json tells the ids"));
        }
        return message;
    }

    /// The newest revision of the same card.
    public static StoredMessage newest(Client client, StoredMessage card) {
        return client.history().cards(card.with()).stream()
                .filter(shown -> shown.body().kind() == card.body().kind())
                .filter(shown -> entityOf(shown).equals(entityOf(card)))
                .findFirst()
                .orElse(card);
    }

    private static String entityOf(StoredMessage card) {
        return card.body().entity().orElseThrow().getId();
    }
}
