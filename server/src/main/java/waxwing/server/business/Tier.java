package waxwing.server.business;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// How many different people a business may write to within any 24 hours. The table is public.
public enum Tier {
    /// Where every business begins.
    FIRST(1, OptionalInt.of(250)),
    SECOND(2, OptionalInt.of(1_000)),
    THIRD(3, OptionalInt.of(10_000)),
    FOURTH(4, OptionalInt.of(100_000)),
    UNLIMITED(5, OptionalInt.empty());

    /// No rule gives more: who may write to as many as they like is the operator's decision.
    public static final Tier HIGHEST_BY_RULES = FOURTH;

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // An OptionalInt is a value.
    private final OptionalInt people;

    Tier(int number, OptionalInt people) {
        this.number = number;
        this.people = people;
    }

    /// 1 to 5.
    public int number() {
        return number;
    }

    /// Empty: as many as it likes.
    public OptionalInt people() {
        return people;
    }

    /// With more people; empty for the last.
    public Optional<Tier> next() {
        return ofNumber(number + 1);
    }

    /// With fewer people; empty for the first.
    public Optional<Tier> previous() {
        return ofNumber(number - 1);
    }

    /// The tier of a number from 1 to 5.
    public static Optional<Tier> ofNumber(int number) {
        return Arrays.stream(values()).filter(tier -> tier.number == number).findFirst();
    }
}
