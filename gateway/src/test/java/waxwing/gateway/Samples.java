package waxwing.gateway;

import java.util.Locale;

/// Requests as a business writes them.
public final class Samples {
    private Samples() {}

    public static String message(String to, String kind, String content) {
        return """
                {"to": {"phone_number": "%s"}, "kind": "%s", "content": {"%s": %s}}""".formatted(to, kind, kind.toLowerCase(Locale.ROOT), content);
    }

    public static String receipt(String order) {
        return """
                {"entity": {"id": "%1$s", "revision": 1}, "order_number": "%1$s", "order_date": "2026-11-22",
                 "order_status": "PROCESSING",
                 "lines": [{"line_number": 1, "name": "Pear tartlet", "quantity": "2",
                   "unit_price": {"currency_code": "EUR", "units": "4", "nanos": 500000000},
                   "line_total": {"currency_code": "EUR", "units": "9"}}],
                 "total": {"currency_code": "EUR", "units": "9", "nanos": 0},
                 "payment": {"method": "card", "status": "COMPLETE"}}""".formatted(order);
    }

    public static String reservation(String number) {
        return """
                {"entity": {"id": "%1$s", "revision": 1}, "reservation_number": "%1$s", "status": "CONFIRMED",
                 "type": "FOOD", "what": "Table by the window", "party": {"size": 2},
                 "start": {"local_date_time": "2026-11-28T19:30:00", "time_zone": "Europe/Paris"},
                 "actions": ["CHANGE", "CANCEL"]}""".formatted(number);
    }

    public static String delivery(String parcel, int revision, String status) {
        return """
                {"entity": {"id": "%1$s", "revision": %2$d}, "carrier": {"name": "Zeisig Post"},
                 "tracking_number": "%1$s", "tracking_url": "https://www.dhl.com/track/%1$s",
                 "status": "%3$s"}""".formatted(parcel, revision, status);
    }

    public static String code(String code) {
        return """
                {"code": "%s", "purpose": "Sign in", "expires_at": "2026-11-28T19:30:00+01:00"}""".formatted(code);
    }

    public static String offer(String id) {
        return """
                {"entity": {"id": "%s", "revision": 1}, "title": "Advent box", "text": "Four loaves.\\nOne with figs.",
                 "price": {"currency_code": "EUR", "units": "24"}, "discount_code": "ADVENT",
                 "valid_through": {"local_date_time": "2026-12-24T14:00:00", "time_zone": "Europe/Paris"}}""".formatted(id);
    }

    public static String conversation(String text, String replyTo) {
        return """
                {"text": "%s", "reply_to": "%s"}""".formatted(text, replyTo);
    }
}
