package waxwing.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// An exact amount: whole units and billionths, both of the same sign, in one currency.
///
/// @param currencyCode three capital letters (ISO 4217)
/// @param nanos billionths of a unit, -999,999,999..999,999,999
public record Money(String currencyCode, long units, int nanos) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int NANOS_PER_UNIT = 1_000_000_000;

    public Money {
        if (!CURRENCY.matcher(currencyCode).matches()) {
            throw new MalformedValueException("currency_code: expected three capital letters such as EUR (ISO 4217)");
        }
        if (Math.abs((long) nanos) >= NANOS_PER_UNIT) {
            throw new MalformedValueException("nanos: " + nanos + " (expected: -999999999..999999999)");
        }
        if ((units > 0 && nanos < 0) || (units < 0 && nanos > 0)) {
            throw new MalformedValueException(
                    "units and nanos: " + units + " and " + nanos + " (expected: the same sign)");
        }
    }

    public static Money zero(String currencyCode) {
        return new Money(currencyCode, 0, 0);
    }

    /// @throws MalformedValueException if the currencies differ or the sum does not fit 64 bits of units
    public Money plus(Money other) {
        if (!currencyCode.equals(other.currencyCode)) {
            throw new MalformedValueException("currency_code: " + other.currencyCode + " (expected: " + currencyCode
                    + ", one currency throughout)");
        }
        return of(currencyCode, amount().add(other.amount()));
    }

    public Money minus(Money other) {
        return plus(other.negated());
    }

    public Money negated() {
        return of(currencyCode, amount().negate());
    }

    /// The amount as an exact decimal number.
    public BigDecimal amount() {
        return BigDecimal.valueOf(units).add(BigDecimal.valueOf(nanos, 9));
    }

    private static Money of(String currencyCode, BigDecimal amount) {
        BigDecimal[] parts = amount.divideAndRemainder(BigDecimal.ONE);
        try {
            return new Money(
                    currencyCode,
                    parts[0].longValueExact(),
                    parts[1].movePointRight(9).intValueExact());
        } catch (ArithmeticException _) {
            throw new MalformedValueException("amount: does not fit 64 bits of units and 9 decimal places");
        }
    }
}
