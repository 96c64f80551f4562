package waxwing.cli.card;

import java.net.IDN;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Address;
import waxwing.content.v1.Money;
import waxwing.content.v1.Place;

/// The rows of one card as they are being filled. What is empty makes no row.
final class Rows {
    private static final int WIDTH = 66;
    private static final int LABEL_WIDTH = 11;

    private final List<SafeText> rows = new ArrayList<>();

    /// Text over the whole width, wrapped.
    Rows text(SafeText text) {
        if (!text.isEmpty()) {
            rows.addAll(text.wrapped(WIDTH));
        }
        return this;
    }

    /// A label, and text beside it, wrapped under itself.
    Rows labelled(SafeText label, SafeText text) {
        if (text.isEmpty()) {
            return this;
        }
        SafeText first = SafeText.of("{}", label.padded(LABEL_WIDTH));
        for (SafeText row : text.wrapped(WIDTH - LABEL_WIDTH)) {
            rows.add(first.plus(row));
            first = SafeText.repeated(" ", LABEL_WIDTH);
        }
        return this;
    }

    /// Text on the left, an amount at the right edge.
    Rows amount(SafeText text, SafeText amount) {
        int room = Math.max(WIDTH / 3, WIDTH - amount.columns() - 2);
        List<SafeText> left = text.wrapped(room);
        for (SafeText row : left.subList(0, left.size() - 1)) {
            rows.add(row);
        }
        SafeText last = left.getLast();
        rows.add(last.plus(amount.rightAligned(WIDTH - last.columns())));
        return this;
    }

    Rows amount(SafeText text, Money amount) {
        return amount(text, Amount.of(amount));
    }

    Rows rule() {
        rows.add(SafeText.repeated("-", WIDTH));
        return this;
    }

    /// A place's name, address and telephone.
    Rows place(SafeText label, Place place) {
        Address address = place.getAddress();
        return labelled(
                        label,
                        commaSeparated(
                                place.getName(),
                                address.getStreetAddress(),
                                (address.getPostalCode() + " " + address.getLocality()).strip(),
                                address.getRegion(),
                                address.getCountry(),
                                place.getPhone()))
                .link(SafeText.of(""), place.getUrl());
    }

    /// A link as plain text behind the host that it leads to. Nothing fetches it.
    Rows link(SafeText label, String url) {
        return url.isEmpty() ? this : labelled(label, SafeText.of("[{}] {}", host(url), url));
    }

    private static SafeText host(String url) {
        try {
            String host = Objects.requireNonNullElse(URI.create(url).getHost(), "unknown host");
            return SafeText.line(IDN.toASCII(host).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return SafeText.of("unknown host");
        }
    }

    static SafeText commaSeparated(String... parts) {
        List<SafeText> present = new ArrayList<>();
        for (String part : parts) {
            if (!part.isBlank()) {
                present.add(SafeText.line(part));
            }
        }
        return SafeText.joined(", ", present);
    }

    /// An enum's name as words: `OUT_FOR_DELIVERY` is `out for delivery`.
    static SafeText words(Enum<?> value) {
        return value.name().endsWith("UNSPECIFIED") || value.name().equals("UNRECOGNIZED")
                ? SafeText.EMPTY
                : SafeText.line(value.name().replace('_', ' ').toLowerCase(Locale.ROOT));
    }

    List<SafeText> all() {
        return List.copyOf(rows);
    }
}
