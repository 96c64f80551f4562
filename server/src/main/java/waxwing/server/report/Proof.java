package waxwing.server.report;

import com.google.protobuf.ByteString;

/// What a reporter shows of a message, besides that they got it.
sealed interface Proof {
    /// Nothing.
    record CountOnly() implements Proof {}

    /// What the header says.
    record OfLabel(Opening header) implements Proof {}

    /// All of it.
    record OfContent(Opening header, Opening body) implements Proof {}

    /// Bytes, and the key that opens the commitment to them.
    record Opening(ByteString bytes, ByteString key) {
        @Override
        public String toString() {
            return "Opening(…)";
        }
    }

    /// How much a proof shows; a report takes the place of a weaker one about the same message.
    default Strength strength() {
        return switch (this) {
            case CountOnly _ -> Strength.COUNT;
            case OfLabel _ -> Strength.LABEL;
            case OfContent _ -> Strength.CONTENT;
        };
    }

    /// Weakest first.
    enum Strength {
        COUNT,
        LABEL,
        CONTENT
    }
}
