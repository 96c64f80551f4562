package waxwing.gateway.suppression;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// The list of those to whom the business does not write. Each method is one transaction, or part of the
/// caller's.
public interface Suppressions {
    /// Whether a message of that kind to that number is refused: by the business's own word. What a person told the
    /// relay is for the relay to enforce, which alone learns when they allow it again.
    default boolean forbids(PhoneNumber number, MessageKind kind) {
        return of(number).stream()
                .anyMatch(entry ->
                        entry.source() == Source.BUSINESS && entry.reach().covers(kind));
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

    /// The relay refused a message because the person had stopped offers or, if it was none, all.
    ///
    /// @return what is new: how far their word reaches
    default Optional<Reach> optedOut(PhoneNumber number, MessageKind kind, Instant at) {
        Reach reach = kind == MessageKind.OFFER ? Reach.OFFERS : Reach.ALL;
        if (theirWord(number).filter(known -> known.reach().covers(kind)).isPresent()) {
            return Optional.empty();
        }
        add(new Suppression(number, Source.RECIPIENT, reach, at));
        return Optional.of(reach);
    }

    /// A message reached the person.
    ///
    /// @param accepted when the gateway accepted it: one from before they stopped it says nothing
    /// @return what is over: how far their word reached
    default Optional<Reach> reached(PhoneNumber number, MessageKind kind, Instant accepted) {
        return theirWord(number)
                .filter(word -> word.reach().covers(kind) && word.since().isBefore(accepted))
                .filter(_ -> remove(number, Source.RECIPIENT))
                .map(Suppression::reach);
    }

    private Optional<Suppression> theirWord(PhoneNumber number) {
        return of(number).stream()
                .filter(entry -> entry.source() == Source.RECIPIENT)
                .findFirst();
    }
}
