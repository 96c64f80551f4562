package waxwing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void billionthsCarryIntoUnits() {
        assertThat(euros(1, 600_000_000).plus(euros(0, 600_000_000))).isEqualTo(euros(2, 200_000_000));
        assertThat(euros(1, 0).minus(euros(0, 1))).isEqualTo(euros(0, 999_999_999));
        assertThat(euros(0, 1).minus(euros(1, 0))).isEqualTo(euros(0, -999_999_999));
    }

    @Test
    void currenciesDoNotMix() {
        assertThatThrownBy(() -> euros(1, 0).plus(new Money("USD", 1, 0)))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("USD");
    }

    @Test
    void aSumThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> euros(Long.MAX_VALUE, 0).plus(euros(1, 0)))
                .isInstanceOf(MalformedValueException.class);
    }

    @Test
    void signsMayNotDiffer() {
        assertThatThrownBy(() -> euros(1, -1)).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> euros(0, 1_000_000_000)).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> new Money("eur", 0, 0)).isInstanceOf(MalformedValueException.class);
    }

    private static Money euros(long units, int nanos) {
        return new Money("EUR", units, nanos);
    }
}
