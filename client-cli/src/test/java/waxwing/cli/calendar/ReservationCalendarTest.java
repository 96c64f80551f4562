package waxwing.cli.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Address;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Party;
import waxwing.content.v1.Place;
import waxwing.content.v1.Reservation;
import waxwing.model.AccountId;
import waxwing.model.MalformedValueException;

class ReservationCalendarTest {
    private static final AccountId CAFE = new AccountId(UUID.fromString("0190c0de-0000-7000-8000-000000000001"));
    private static final Instant TOLD = Instant.parse("2026-11-20T09:30:15.250Z");

    @Test
    void aReservationIsOneEventInUtc() {
        assertThat(file(table())).isEqualTo("""
                        BEGIN:VCALENDAR
                        VERSION:2.0
                        PRODID:-//Waxwing//Waxwing//EN
                        BEGIN:VEVENT
                        UID:%s
                        DTSTAMP:20261120T093015Z
                        SEQUENCE:3
                        STATUS:CONFIRMED
                        DTSTART:20261128T183000Z
                        DTEND:20261128T203000Z
                        SUMMARY:Table by the window\\, heated\\; quiet\\, Chez Zeisig
                        LOCATION:Chez Zeisig\\, 13 rue de Charonne\\, 75011 Paris\\, FR
                        URL:https://zeisig.example/t?a=1;b=2,3
                        DESCRIPTION:Reservation R\\\\88\\nFrom: 2026-11-28 19:30:00 Europe/Paris\\nUnti
                         l: 2026-11-28 21:30:00 Europe/Paris\\nParty: 4\\nName: Alice\\nTelephone: +33
                          1 23 45 67 89\\nCancel by: 2026-11-27 19:30:00 Europe/Paris\\nPolicy: Free\s
                         until the day before
                        END:VEVENT
                        END:VCALENDAR
                        """.formatted(value("UID", table())).replace("\n", "\r\n"));
    }

    @Test
    void itsNameStaysOverRevisionsAndIsAnotherForAnotherBusinessOrEntity() {
        Reservation.Builder later = table();
        later.getEntityBuilder().setRevision(4);
        later.setStatus(Reservation.Status.CANCELLED).setWhat("something else");
        Reservation.Builder other = table();
        other.getEntityBuilder().setId("table-8");
        AccountId bistro = new AccountId(UUID.fromString("0190c0de-0000-7000-8000-000000000002"));

        assertThat(value("UID", later)).isEqualTo(value("UID", table())).matches("[0-9a-f]{32}@waxwing");
        assertThat(value("SEQUENCE", later)).isEqualTo("4");
        assertThat(value("UID", other)).isNotEqualTo(value("UID", table()));
        assertThat(new ReservationCalendar(table().build(), bistro, TOLD).lines())
                .noneMatch(line -> line.toString().contains(value("UID", table())));
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, TENTATIVE",
        "HOLD, TENTATIVE",
        "CONFIRMED, CONFIRMED",
        "CHANGED, CONFIRMED",
        "COMPLETED, CONFIRMED",
        "CANCELLED, CANCELLED",
        "NO_SHOW, CANCELLED",
    })
    void itsStatusIsOneThatCalendarsKnow(Reservation.Status status, String expected) {
        assertThat(value("STATUS", table().setStatus(status))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T12:00:00, Europe/Paris, 20260701T100000Z",
        "2026-12-01T12:00, Europe/Paris, 20261201T110000Z",
        "2026-03-29T02:30:00, Europe/Paris, 20260329T013000Z",
        "2026-10-25T02:30:00, Europe/Paris, 20261025T003000Z",
        "2026-12-31T23:30:00, America/New_York, 20270101T043000Z",
        "2026-06-01T00:15:00.5, Asia/Kathmandu, 20260531T183000Z",
        "2026-06-01T12:00:00, UTC, 20260601T120000Z",
    })
    void aLocalTimeBecomesTheInstantThatItIs(String local, String zone, String utc) {
        assertThat(value("DTSTART", table().clearEnd().setStart(moment(local, zone))))
                .isEqualTo(utc);
    }

    @Test
    void anEndThatIsNoLaterThanTheStartIsLeftOut() {
        assertThat(file(table().clearEnd())).doesNotContain("DTEND");
        assertThat(file(table().setEnd(moment("2026-11-28T19:30:00", "Europe/Paris"))))
                .doesNotContain("DTEND");
        assertThat(file(table().setEnd(moment("2026-11-28T19:30:00.9", "Europe/Paris"))))
                .doesNotContain("DTEND");
    }

    @Test
    void aYearThatICalendarCanNotWriteIsRefused() {
        assertThatThrownBy(() -> file(table().clearEnd().setStart(moment("9999-12-31T23:00:00", "America/New_York"))))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("10000");
    }

    @Test
    void nothingInItDrivesATerminalOrAddsALine() {
        String attack = "x\u001b[2J\u0007\r\nATTENDEE:mailto:a@b.example\u2028\u202ez";
        String file = file(table().setWhat(attack).setUnderName(attack).setCancellationPolicy(attack));

        assertThat(file).doesNotContain("\u001b", "\u0007", "\u202e", "\u2028");
        assertThat(file.lines()).noneMatch(line -> line.startsWith("ATTENDEE"));
    }

    /// Whatever a text is made of, a reader that unfolds and unescapes as RFC 5545 says gets it back.
    @Test
    void everyTextComesBackWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {"a", "é", "東", "👩‍🍳", ",", ";", "\\", "\\n", "\"", ":", " ", "word ", "{}", "%"};
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(120); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String what = text + "x";
            Reservation.Builder reservation = table().setWhat(what).clearProvider();

            assertThat(file(reservation).split("\r\n"))
                    .as("seed %d", seed)
                    .allSatisfy(line ->
                            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
            assertThat(unescaped(value("SUMMARY", reservation)))
                    .as("seed %d", seed)
                    .isEqualTo(SafeText.body(what).toString());
        }
    }

    @Test
    void aLineIsFoldedBetweenCharactersAtSeventyFiveOctets() {
        List<String> folded = SafeText.line("é".repeat(80)).folded(75).stream()
                .map(SafeText::toString)
                .toList();

        assertThat(folded).containsExactly("é".repeat(37), " " + "é".repeat(37), " " + "é".repeat(6));
        assertThat(SafeText.line("a".repeat(75)).folded(75)).hasSize(1);
        assertThat(SafeText.EMPTY.folded(75)).containsExactly(SafeText.EMPTY);
    }

    private static Reservation.Builder table() {
        return Reservation.newBuilder()
                .setEntity(Entity.newBuilder().setId("table-7").setRevision(3))
                .setReservationNumber("R\\88")
                .setStatus(Reservation.Status.CONFIRMED)
                .setType(Reservation.Type.FOOD)
                .setWhat("Table by the window, heated; quiet")
                .setProvider("Chez Zeisig")
                .setStart(moment("2026-11-28T19:30:00", "Europe/Paris"))
                .setEnd(moment("2026-11-28T21:30:00", "Europe/Paris"))
                .setParty(Party.newBuilder().setSize(4))
                .setUnderName("Alice")
                .setPlace(Place.newBuilder()
                        .setName("Chez Zeisig")
                        .setPhone("+33 1 23 45 67 89")
                        .setUrl("https://zeisig.example/t?a=1;b=2,3")
                        .setAddress(Address.newBuilder()
                                .setStreetAddress("13 rue de Charonne")
                                .setPostalCode("75011")
                                .setLocality("Paris")
                                .setCountry("FR")))
                .setCancelBy(moment("2026-11-27T19:30:00", "Europe/Paris"))
                .setCancellationPolicy("Free until the day before");
    }

    private static Moment moment(String local, String zone) {
        return Moment.newBuilder().setLocalDateTime(local).setTimeZone(zone).build();
    }

    private static String file(Reservation.Builder reservation) {
        return new ReservationCalendar(reservation.build(), CAFE, TOLD)
                .lines().stream().map(line -> line + "\r\n").collect(Collectors.joining());
    }

    /// A property's value, unfolded.
    private static String value(String property, Reservation.Builder reservation) {
        return Arrays.stream(file(reservation).replace("\r\n ", "").split("\r\n"))
                .filter(line -> line.startsWith(property + ":"))
                .findFirst()
                .orElseThrow()
                .substring(property.length() + 1);
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < value.length(); at++) {
            char unit = value.charAt(at);
            if (unit != '\\') {
                text.append(unit);
            } else {
                at++;
                text.append(value.charAt(at) == 'n' ? '\n' : value.charAt(at));
            }
        }
        return text.toString();
    }
}
