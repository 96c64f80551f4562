package waxwing.client.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CarrierHostsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\|");

    @Test
    void thePublishedTableIsTheProgrammes() throws Exception {
        String protocol = Files.readString(Path.of("..", "docs", "protocol", "business.md"));

        Set<String> published =
                ROW.matcher(protocol).results().map(row -> row.group(1)).collect(Collectors.toSet());

        assertThat(published).isEqualTo(CarrierHosts.HOSTS);
    }

    @Test
    void aHostStandsForItselfAndAllBelow() {
        assertThat(CarrierHosts.admit("DHL.com")).isTrue();
        assertThat(CarrierHosts.admit("www.dhl.com")).isTrue();
        assertThat(CarrierHosts.admit("notdhl.com")).isFalse();
        assertThat(CarrierHosts.admit("dhl.com.evil.example")).isFalse();
    }
}
