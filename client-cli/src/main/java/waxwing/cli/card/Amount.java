package waxwing.cli.card;

import java.math.BigDecimal;
import java.util.Currency;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Money;

/// An amount of money in the words of a card.
public final class Amount {
    private static final int USUAL_DIGITS = 2;

    private Amount() {}

    /// With as many decimal places as its currency has (ISO 4217), more if the amount does: never rounded. For
    /// example `12.50 EUR`, `1200 JPY`, `0.125 USD`.
    public static SafeText of(Money money) {
        BigDecimal amount = BigDecimal.valueOf(money.getUnits())
                .add(BigDecimal.valueOf(money.getNanos(), 9))
                .stripTrailingZeros();
        int digits = digits(money.getCurrencyCode());
        String number = amount.scale() < digits ? amount.setScale(digits).toPlainString() : amount.toPlainString();
        return SafeText.of("{} {}", number, money.getCurrencyCode());
    }

    /// What is taken off.
    static SafeText negated(Money money) {
        return of(money.toBuilder()
                .setUnits(-money.getUnits())
                .setNanos(-money.getNanos())
                .build());
    }

    private static int digits(String currencyCode) {
        try {
            // -1 for what is no money, such as XAU.
            return Math.max(0, Currency.getInstance(currencyCode).getDefaultFractionDigits());
        } catch (IllegalArgumentException _) {
            return USUAL_DIGITS;
        }
    }
}
