package waxwing.gateway.suppression;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// The list of those to whom the business does not write. Each method is one transaction, or part of the
/// caller's.
public interface Suppressions {
    /// Whether a message of that kind to that number is refused.
    default boolean forbids(PhoneNumber number, MessageKind kind) {
        return of(number).stream().anyMatch(entry -> entry.reach().covers(kind));
    }

    /// What is known of a number: at most one entry of each source.
    List<Suppression> of(PhoneNumber number);

    /// Puts a number on the list; an entry of the same source is replaced.
    void add(Suppression suppression);

    /// @return whether there was one
    boolean remove(PhoneNumber number, Source source);

    /// The entries, newest first.
    ///
    /// @param before only those that came before the one with this number
    Page list(OptionalLong before, int limit);

    /// @param next where the next page begins; empty on the last one
    record Page(List<Suppression> entries, OptionalLong next) {}

    /// The person told the relay not to get offers from this business any more.
    default void optedOut(PhoneNumber number, Instant at) {
        add(new Suppression(number, Source.RECIPIENT, Reach.OFFERS, at));
    }
}
