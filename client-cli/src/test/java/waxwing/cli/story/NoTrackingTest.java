package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Body;
import waxwing.content.v1.Carrier;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Entity;
import waxwing.content.v1.MessageStatuses;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Party;
import waxwing.content.v1.Place;
import waxwing.content.v1.Reservation;
import waxwing.relay.v1.BusinessSubmit;
import waxwing.relay.v1.ServerFrame;

/// No ads and no tracking, by what the program does and by what the protocol can say.
@Isolated("sees what the whole process fetches and looks up")
class NoTrackingTest {
    private static final String BOB = "+12025550122";
    /// Where a relay of a test is.
    private static final Set<String> RELAYS = Set.of("localhost", "127.0.0.1");

    @Test
    void aClientThatShowsEveryLinkASenderCanWriteConnectsToItsRelayAlone(@TempDir Path folder) throws Exception {
        List<URI> asked = new CopyOnWriteArrayList<>();
        Set<String> lookedUp = new HashSet<>();
        Set<String> lookedUpBefore = Lookups.asked();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new Trap(asked));
        try (Town town = new Town(folder);
                Shop shop = town.shop("Shop", "+12025550187")) {
            Shell bob = town.resident("bob", BOB);
            Shell ann = town.resident("ann", "+12025550123");
            town.proves(shop, "tracker.example");
            shop.sends(parcel("https://parcel.tracker.example/1.png"), BOB);
            shop.sends(reservation("https://place.tracker.example/"), BOB);
            ran(bob, "receive");
            ran(bob, "business", "allow", "Shop", "OFFER");
            shop.sends(offer("https://terms.tracker.example/"), BOB);
            ran(ann, "send", BOB, "-m", "look: https://text.tracker.example/pixel.gif");

            assertThat(ran(bob, "receive") + ran(bob, "history", "Shop") + ran(bob, "history", "+12025550123"))
                    .contains(
                            "parcel.tracker.example",
                            "place.tracker.example",
                            "terms.tracker.example",
                            "text.tracker.example");
            assertThat(ran(bob, "receive", "--json", "--timeout", "1s")).doesNotContain("error");
            lookedUp.addAll(Lookups.asked());
            assertThat(asked).as("URLs that were to be fetched").allMatch(url -> RELAYS.contains(url.getHost()));
            assertThat(fetches("http://trap.tracker.example/", asked))
                    .as("the traps work")
                    .isTrue();
        } finally {
            ProxySelector.setDefault(before);
        }
        lookedUp.removeAll(lookedUpBefore);
        assertThat(RELAYS).as("names that were looked up").containsAll(lookedUp);
    }

    /// Whether a fetch and its look-up would have been seen.
    private static boolean fetches(String url, List<URI> asked) throws IOException {
        URI uri = URI.create(url);
        try {
            uri.toURL().openConnection().connect();
        } catch (UnknownHostException _) {
            // There is no such host.
        }
        return asked.contains(uri) && Lookups.asked().contains(uri.getHost());
    }

    @Test
    void noMessageOfTheProtocolTellsWhatWasOpenedOrClicked() {
        Set<String> told = new HashSet<>();
        Set<FileDescriptor> files = new HashSet<>();
        Stream.of(Body.getDescriptor(), ServerFrame.getDescriptor(), BusinessSubmit.getDescriptor())
                .forEach(message -> collect(message.getFile(), files));
        files.stream()
                .filter(file -> file.getPackage().startsWith("waxwing."))
                .flatMap(file -> names(file).stream())
                .flatMap(name -> Arrays.stream(name.toLowerCase(Locale.ROOT).split("_")))
                .forEach(told::add);
        assertThat(told)
                .contains("delivered", "read", "receipt")
                .doesNotContain(
                        "opened",
                        "click",
                        "clicks",
                        "clicked",
                        "impression",
                        "impressions",
                        "viewed",
                        "pixel",
                        "beacon");
        assertThat(MessageStatuses.Status.getDescriptor().getValues())
                .extracting(value -> value.getName())
                .containsExactly("STATUS_UNSPECIFIED", "DELIVERED", "READ");
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> into) {
        if (into.add(file)) {
            file.getDependencies().forEach(one -> collect(one, into));
        }
    }

    private static List<String> names(FileDescriptor file) {
        List<String> names = new ArrayList<>();
        file.getMessageTypes().forEach(message -> names(message, names));
        file.getEnumTypes().forEach(one -> names(one, names));
        return names;
    }

    private static void names(Descriptor message, List<String> into) {
        message.getFields().forEach(field -> into.add(field.getName()));
        message.getNestedTypes().forEach(nested -> names(nested, into));
        message.getEnumTypes().forEach(one -> names(one, into));
    }

    private static void names(EnumDescriptor one, List<String> into) {
        one.getValues().forEach(value -> into.add(value.getName()));
    }

    private static String ran(Shell shell, String... words) {
        Shell.Outcome outcome = shell.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }

    private static MessageBody parcel(String url) {
        return new MessageBody.DeliveryCard(Delivery.newBuilder()
                .setEntity(Entity.newBuilder().setId("parcel").setRevision(1))
                .setCarrier(Carrier.newBuilder().setName("Post"))
                .setTrackingNumber("1")
                .setTrackingUrl(url)
                .setStatus(Delivery.Status.IN_TRANSIT)
                .build());
    }

    private static MessageBody reservation(String url) {
        return new MessageBody.ReservationCard(Reservation.newBuilder()
                .setEntity(Entity.newBuilder().setId("table").setRevision(1))
                .setReservationNumber("1")
                .setStatus(Reservation.Status.CONFIRMED)
                .setType(Reservation.Type.FOOD)
                .setWhat("A table")
                .setStart(moment())
                .setParty(Party.newBuilder().setSize(2))
                .setPlace(Place.newBuilder().setName("Chez Nous").setUrl(url))
                .build());
    }

    private static MessageBody offer(String url) {
        return new MessageBody.OfferCard(Offer.newBuilder()
                .setEntity(Entity.newBuilder().setId("offer").setRevision(1))
                .setTitle("Offer")
                .setText("Two for one.")
                .setValidThrough(moment())
                .setTermsUrl(url)
                .build());
    }

    private static Moment moment() {
        return Moment.newBuilder()
                .setLocalDateTime("2027-12-24T14:00:00")
                .setTimeZone("Europe/Paris")
                .build();
    }

    /// Sees what the JDK's own clients would fetch.
    private static final class Trap extends ProxySelector {
        private final List<URI> asked;

        private Trap(List<URI> asked) {
            this.asked = asked;
        }

        @Override
        public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            assertThat(address).isInstanceOf(InetSocketAddress.class);
        }
    }
}
