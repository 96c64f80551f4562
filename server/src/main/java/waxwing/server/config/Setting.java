package waxwing.server.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Everything that an operator can set, under the name that it has in the TOML file. Each is also an environment
/// variable (`smtp.host` is `WAXWING_RELAY_SMTP_HOST`) and a flag (`--smtp-host`). A flag goes before the
/// environment, that before the file.
public enum Setting {
    DATA_DIR("data_dir", "Folder of the relay's data"),
    LISTEN("listen", "HOST:PORT to listen on (default 127.0.0.1:7443)"),
    PUBLIC_HOST("public_host", "Host that relay links name, if it is another one"),
    TELEMETRY("telemetry", "HOST:PORT on loopback for /livez, /readyz and /metrics"),
    TERMS_VERSION("terms_version", "Version of the terms that has to be accepted (default 1)"),
    CODES("codes", "How codes are sent: smtp, or console with --dev"),
    CODES_SPACING("codes_spacing_seconds", "Seconds between two codes to one number (default 60)"),
    CODES_PER_NUMBER("codes_per_number_daily", "Codes to one number (default 5)"),
    CODES_PER_PREFIX("codes_per_prefix_hourly", "Codes to numbers that share seven digits (default 50)"),
    CODES_PER_SOURCE("codes_per_source_hourly", "Codes at the wish of one network (default 20)"),
    SUBMITS("submits_per_minute", "Messages that one account may send (default 1200)"),
    BUSINESS_SUBMITS("business_submits_per_minute", "Messages that one verified business may send (default 120000)"),
    SUBMITS_TO_ONE("submits_to_one_per_minute", "Messages that one account may send to one other (default 600)"),
    INBOUND("inbound_mib_hourly", "MiB that all may send to one account, four times as much at once (default 64)"),
    CALLS("calls_per_minute", "Calls other than streams that one account or network may make (default 3000)"),
    BUSINESS_CALLS(
            "business_calls_per_minute",
            "Calls other than streams that one verified business may make (default 300000)"),
    CONNECTIONS("connections_per_address", "Open connections of one address; raise it behind a proxy (default 256)"),
    SMTP_HOST("smtp.host", "Mail server that takes the codes"),
    SMTP_PORT("smtp.port", "Its port (default 587)"),
    SMTP_SECURITY("smtp.security", "starttls (default), tls or none"),
    SMTP_USERNAME("smtp.username", "Whom to log in as"),
    SMTP_PASSWORD_FILE("smtp.password_file", "File that holds the password"),
    SMTP_FROM("smtp.from", "Sender's address of the e-mails"),
    SMTP_TO_TEMPLATE("smtp.to_template", "Address of the SMS gateway, for example {number}@sms.example");

    private static final String ENVIRONMENT_PREFIX = "WAXWING_RELAY_";

    private final String key;
    private final String description;

    Setting(String key, String description) {
        this.key = key;
        this.description = description;
    }

    /// The name in the TOML file.
    public String key() {
        return key;
    }

    public String description() {
        return description;
    }

    /// For example `--smtp-host`.
    public String flag() {
        return "--" + key.replace('.', '-').replace('_', '-');
    }

    /// For example `WAXWING_RELAY_SMTP_HOST`.
    public String variable() {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static Optional<Setting> ofVariable(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(name))
                .findFirst();
    }

    static boolean isVariable(String name) {
        return name.startsWith(ENVIRONMENT_PREFIX);
    }

    /// The known key that somebody who wrote an unknown one most likely meant.
    static Setting nearestTo(String key) {
        return Arrays.stream(values())
                .min(Comparator.comparingInt(setting -> distance(key, setting.key)))
                .orElseThrow();
    }

    /// The number of single-character changes from one text to the other (Levenshtein).
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, column -> column);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
