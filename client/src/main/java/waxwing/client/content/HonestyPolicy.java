package waxwing.client.content;

import java.util.List;
import java.util.Optional;
import waxwing.content.v1.Body;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;

/// Compares what a business's message says in the open with what it says inside and with what it is. Pure.
public final class HonestyPolicy {
    private HonestyPolicy() {}

    /// @param label the outer one
    /// @param innerKind what the header says
    public static Honesty judge(MessageKind label, String innerKind, Body body, VerifiedDomains domains) {
        Optional<MessageKind> content = kindOf(body);
        if (content.isEmpty()) {
            return new Honesty.Malformed();
        }
        List<Violation> violations = ContentPolicy.check(content.get(), body, domains);
        if (violations.stream().anyMatch(violation -> violation.mislabel().isEmpty())) {
            return new Honesty.Malformed();
        }
        if (!innerKind.equals(label.name())) {
            return new Honesty.Mislabelled(Mislabel.INNER_LABEL);
        }
        if (content.get() != label) {
            return new Honesty.Mislabelled(Mislabel.OTHER_CONTENT);
        }
        if (violations.isEmpty()) {
            return new Honesty.AsLabelled();
        }
        // What is marketing already has nothing to hide behind.
        return label.category() == MessageCategory.MARKETING
                ? new Honesty.Malformed()
                : new Honesty.Mislabelled(violations.getFirst().mislabel().orElseThrow());
    }

    private static Optional<MessageKind> kindOf(Body body) {
        return switch (body.getBodyCase()) {
            case TEXT -> Optional.of(MessageKind.CONVERSATION);
            case RECEIPT -> Optional.of(MessageKind.RECEIPT);
            case RESERVATION -> Optional.of(MessageKind.RESERVATION);
            case DELIVERY -> Optional.of(MessageKind.DELIVERY);
            case CODE -> Optional.of(MessageKind.CODE);
            case OFFER -> Optional.of(MessageKind.OFFER);
            case ACTION, STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET -> Optional.empty();
        };
    }
}
