package waxwing.e2e;

/// The messages that the story's business sends, as its API takes them.
public final class Samples {
    /// What only the receipt says; the search for leaks looks for it.
    public static final String RECEIPT_LINE = "Moonlit pear tartlet";

    public static final String RESERVATION_WHAT = "Table beneath the old plane tree";
    public static final String TRACKING_NUMBER = "WX7741920063DE";

    private Samples() {}

    /// 2 × 4.50 − 1.00 + 3.90 shipping, 0.62 of it tax included: 11.90 EUR.
    public static String receipt(String order) {
        return receipt(order, "11", 900_000_000);
    }

    /// The same with another total, so that its sum can be wrong.
    public static String receipt(String order, String units, int nanos) {
        return receipt(order, units, nanos, 1, "PROCESSING");
    }

    /// The first one, in a later revision.
    public static String receipt(String order, int revision, String status) {
        return receipt(order, "11", 900_000_000, revision, status);
    }

    private static String receipt(String order, String units, int nanos, int revision, String status) {
        return """
                {"receipt": {
                  "entity": {"id": "%1$s", "revision": %5$d},
                  "order_number": "%1$s", "order_date": "2026-11-22", "order_status": "%6$s",
                  "lines": [{"line_number": 1, "name": "%2$s", "quantity": "2",
                    "unit_price": {"currency_code": "EUR", "units": "4", "nanos": 500000000},
                    "line_total": {"currency_code": "EUR", "units": "9", "nanos": 0}}],
                  "discounts": [{"label": "Regulars", "amount": {"currency_code": "EUR", "units": "1", "nanos": 0}}],
                  "shipping": {"currency_code": "EUR", "units": "3", "nanos": 900000000},
                  "taxes": [{"label": "VAT", "rate": "5.5",
                    "amount": {"currency_code": "EUR", "units": "0", "nanos": 620000000}, "included": true}],
                  "total": {"currency_code": "EUR", "units": "%3$s", "nanos": %4$d},
                  "payment": {"method": "card", "brand": "Visa", "last4": "4242", "status": "COMPLETE"}
                }}""".formatted(order, RECEIPT_LINE, units, nanos, revision, status);
    }

    public static String reservation(String number) {
        return reservation(number, 1, "CONFIRMED");
    }

    public static String reservation(String number, int revision, String status) {
        return """
                {"reservation": {
                  "entity": {"id": "%1$s", "revision": %3$d},
                  "reservation_number": "%1$s", "status": "%4$s", "type": "FOOD", "what": "%2$s",
                  "start": {"local_date_time": "2026-12-05T19:30:00", "time_zone": "Europe/Paris"},
                  "party": {"size": 4}, "under_name": "Bob",
                  "place": {"name": "Chez Nous", "address": {"street_address": "4 rue des Lilas", "locality": "Lyon", "country": "FR"}},
                  "actions": ["CONFIRM", "CHANGE", "CANCEL"]
                }}""".formatted(number, RESERVATION_WHAT, revision, status);
    }

    public static String delivery(String order, int revision, String status) {
        return """
                {"delivery": {
                  "entity": {"id": "parcel-of-%1$s", "revision": %2$d},
                  "carrier": {"name": "DHL"}, "tracking_number": "%3$s", "status": "%4$s",
                  "estimated_from": {"local_date_time": "2026-11-24T09:00:00", "time_zone": "Europe/Paris"},
                  "estimated_until": {"local_date_time": "2026-11-24T12:00:00", "time_zone": "Europe/Paris"},
                  "checkpoints": [{"at": {"local_date_time": "2026-11-22T18:04:00", "time_zone": "Europe/Berlin"},
                    "place": {"name": "Leipzig"}, "status": "IN_TRANSIT"}],
                  "part_of_order": "%1$s"
                }}""".formatted(order, revision, TRACKING_NUMBER, status);
    }

    public static String code(String code) {
        return """
                {"code": {"code": "%s", "purpose": "Sign in at the bakery", "expires_at": "2099-01-01T12:00:00+01:00"}}\
                """.formatted(code).strip();
    }

    public static String offer(String id, int revision, String title) {
        return """
                {"offer": {
                  "entity": {"id": "%s", "revision": %d}, "title": "%s", "text": "Four loaves, one with figs",
                  "price": {"currency_code": "EUR", "units": "24", "nanos": 0}, "discount_code": "ADVENT",
                  "valid_through": {"local_date_time": "2098-12-24T14:00:00", "time_zone": "Europe/Paris"}
                }}""".formatted(id, revision, title);
    }

    public static String conversation(String text) {
        return """
                {"conversation": {"text": "%s"}}""".formatted(text);
    }
}
