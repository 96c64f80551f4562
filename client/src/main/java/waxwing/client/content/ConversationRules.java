package waxwing.client.content;

import java.nio.charset.StandardCharsets;
import waxwing.content.v1.Text;

/// The rules of what a business says in a conversation.
final class ConversationRules {
    private static final int MOST_BYTES = 32 * 1024;
    private static final int BYTES_OF_AN_ID = 16;

    private final Field conversation;

    ConversationRules(Field conversation) {
        this.conversation = conversation;
    }

    void check(Text content) {
        text(conversation.at("text"), content.getText());
        int idBytes = content.getReplyTo().size();
        if (idBytes != 0 && idBytes != BYTES_OF_AN_ID) {
            conversation.at("reply_to").invalid("has " + idBytes + " bytes (expected: a message's id, a UUID)");
        }
    }

    private static void text(Field field, String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (text.isBlank()) {
            field.missing();
        } else if (size > MOST_BYTES) {
            field.invalid(size + " bytes (expected: at most " + MOST_BYTES + ", counted in UTF-8)");
        } else if (!TextRules.areLines(text)) {
            field.invalid("contains a control character (expected: lines of plain text)");
        }
    }
}
