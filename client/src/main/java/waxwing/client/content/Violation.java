package waxwing.client.content;

import java.util.Locale;
import java.util.Optional;

/// One rule of the typed content that a message breaks.
///
/// @param param the field's path, for example `content.receipt.lines[0].line_total`
/// @param code what is wrong, as the business API names it
/// @param message what was found and what was expected, for the person who wrote the content; it may quote the
///     content, so it never goes to a log
/// @param mislabel present on what could pass for something else than its label says: the receiving end
///     shows such content, and marks it
public record Violation(String param, Code code, String message, Optional<Mislabel> mislabel) {
    /// What is wrong in form.
    public Violation(String param, Code code, String message) {
        this(param, code, message, Optional.empty());
    }

    /// The ways in which content can be wrong.
    public enum Code {
        /// A required field is absent or empty.
        MISSING_PARAMETER,
        /// A field's value is not what the field is for.
        INVALID_PARAMETER,
        /// The amounts do not add up exactly, or are not in one currency.
        AMOUNT_MISMATCH;

        /// The code as the business API writes it, for example `amount_mismatch`.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether a link leads to a host that is not the business's.
    public boolean isForeignLink() {
        return mislabel.equals(Optional.of(Mislabel.FOREIGN_LINK));
    }

    /// The path alone: the message may quote content.
    @Override
    public String toString() {
        return param + ": " + code.wireName();
    }
}
