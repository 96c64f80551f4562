package waxwing.gateway.suppression;

import java.time.Instant;
import java.util.Locale;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// What is not to be sent to somebody, and on whose word.
public record Suppression(PhoneNumber number, Source source, Reach reach, Instant since) {

    public enum Source {
        /// The person opted out; only the person can opt in again.
        RECIPIENT,
        /// The business keeps it on its own list.
        BUSINESS;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Reach {
        OFFERS,
        ALL;

        boolean covers(MessageKind kind) {
            return this == ALL || kind == MessageKind.OFFER;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return "Suppression[" + source + ", " + reach + "]";
    }
}
