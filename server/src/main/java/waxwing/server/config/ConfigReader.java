package waxwing.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Makes the configuration out of settings, and says what is wrong with them.
public final class ConfigReader {
    private static final int MOST = 1_000_000_000;
    private static final int MOST_MIB = 1_000_000;
    private static final int SUBMISSION_PORT = 587;

    private final Settings settings;
    private final Mode mode;

    private ConfigReader(Settings settings, Mode mode) {
        this.settings = settings;
        this.mode = mode;
    }

    /// @throws ConfigException if a setting is missing, malformed or doesn't go with another
    public static RelayConfig read(Settings settings, Mode mode) {
        return new ConfigReader(settings, mode).read();
    }

    private RelayConfig read() {
        Listen listen = listen();
        return new RelayConfig(
                new DataFolder(dataFolder()),
                listen,
                publicHost(listen),
                settings.text(Setting.TELEMETRY).map(this::telemetry),
                codes(),
                budgets(),
                settings.number(Setting.TERMS_VERSION, 1, 1, MOST));
    }

    private Path dataFolder() {
        Optional<String> given = settings.text(Setting.DATA_DIR);
        if (given.isPresent() || mode == Mode.SERVICE) {
            return Path.of(settings.required(Setting.DATA_DIR, "the relay has to keep its data somewhere"));
        }
        try {
            return Files.createTempDirectory("waxwing-relay-");
        } catch (IOException e) {
            throw new ConfigException("data_dir: no temporary folder can be made: " + e.getMessage());
        }
    }

    private Listen listen() {
        Listen listen = Listen.parse(
                settings.where(Setting.LISTEN), settings.text(Setting.LISTEN, "127.0.0.1:" + RelayConfig.DEFAULT_PORT));
        if (mode == Mode.DEVELOPMENT && !listen.isLoopback()) {
            throw new ConfigException(settings.where(Setting.LISTEN) + ": " + listen
                    + " (expected with --dev: an address of this machine only, for example 127.0.0.1:7443)");
        }
        return listen;
    }

    private Optional<String> publicHost(Listen listen) {
        Optional<String> host = settings.text(Setting.PUBLIC_HOST);
        if (host.isEmpty() && listen.address().getAddress().isAnyLocalAddress()) {
            throw new ConfigException(Setting.PUBLIC_HOST.key() + ": is missing (with listen = " + listen
                    + " nobody could tell from a relay link where this relay is)");
        }
        return host;
    }

    private Listen telemetry(String text) {
        Listen telemetry = Listen.parse(settings.where(Setting.TELEMETRY), text);
        if (!telemetry.isLoopback()) {
            throw new ConfigException(settings.where(Setting.TELEMETRY) + ": " + telemetry
                    + " (expected: an address of this machine only)");
        }
        return telemetry;
    }

    private CodeDelivery codes() {
        String way = settings.text(Setting.CODES, mode == Mode.DEVELOPMENT ? "console" : "smtp");
        return switch (way) {
            case "smtp" -> smtp();
            case "console" -> {
                if (mode == Mode.SERVICE) {
                    throw new ConfigException(settings.where(Setting.CODES)
                            + ": console is for --dev only (expected: smtp, with smtp.host and so on)");
                }
                yield new CodeDelivery.Console();
            }
            default ->
                throw new ConfigException(
                        settings.where(Setting.CODES) + ": " + way + " (expected: smtp, or console with --dev)");
        };
    }

    private CodeDelivery smtp() {
        String why = "codes are sent by e-mail to an SMS gateway";
        String template = settings.required(Setting.SMTP_TO_TEMPLATE, why);
        if (!template.contains("{number}") && !template.contains("{e164}")) {
            throw new ConfigException(settings.where(Setting.SMTP_TO_TEMPLATE) + ": " + template
                    + " (expected: {number} or {e164} where the number goes)");
        }
        return new CodeDelivery.Smtp(
                new CodeDelivery.Server(
                        settings.required(Setting.SMTP_HOST, why),
                        settings.number(Setting.SMTP_PORT, SUBMISSION_PORT, 1, 65_535),
                        security(),
                        login()),
                settings.required(Setting.SMTP_FROM, why),
                template);
    }

    private CodeDelivery.Security security() {
        String text = settings.text(Setting.SMTP_SECURITY, "starttls");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "starttls" -> CodeDelivery.Security.STARTTLS;
            case "tls" -> CodeDelivery.Security.TLS;
            case "none" -> CodeDelivery.Security.NONE;
            default ->
                throw new ConfigException(
                        settings.where(Setting.SMTP_SECURITY) + ": " + text + " (expected: starttls, tls or none)");
        };
    }

    private Optional<CodeDelivery.Login> login() {
        Optional<String> username = settings.text(Setting.SMTP_USERNAME);
        if (username.isEmpty() && settings.text(Setting.SMTP_PASSWORD_FILE).isPresent()) {
            throw new ConfigException(settings.where(Setting.SMTP_PASSWORD_FILE) + ": goes with smtp.username only");
        }
        return username.map(name -> new CodeDelivery.Login(
                name, Path.of(settings.required(Setting.SMTP_PASSWORD_FILE, "it goes with smtp.username"))));
    }

    private Budgets usual() {
        return mode == Mode.DEVELOPMENT ? Budgets.DEVELOPMENT : Budgets.DEFAULT;
    }

    private Budgets budgets() {
        return new Budgets(
                codeBudget(),
                sendBudget(),
                settings.number(Setting.CALLS, usual().callsPerMinute(), 1, MOST),
                settings.number(Setting.BUSINESS_CALLS, usual().businessCallsPerMinute(), 1, MOST),
                settings.number(Setting.CONNECTIONS, usual().connectionsPerAddress(), 1, MOST));
    }

    private SendBudget sendBudget() {
        SendBudget usual = usual().sends();
        return new SendBudget(
                settings.number(Setting.SUBMITS, usual.submitsPerMinute(), 1, MOST),
                settings.number(Setting.BUSINESS_SUBMITS, usual.businessSubmitsPerMinute(), 1, MOST),
                settings.number(Setting.SUBMITS_TO_ONE, usual.toOnePerMinute(), 1, MOST),
                settings.number(Setting.INBOUND, usual.inboundMibHourly(), 1, MOST_MIB));
    }

    private CodeBudget codeBudget() {
        CodeBudget usual = usual().codes();
        int spacing = settings.number(Setting.CODES_SPACING, 0, 1, 86_400);
        return new CodeBudget(
                spacing == 0 ? usual.spacing() : Duration.ofSeconds(spacing),
                settings.number(Setting.CODES_PER_NUMBER, usual.perNumberDaily(), 1, MOST),
                settings.number(Setting.CODES_PER_PREFIX, usual.perPrefixHourly(), 1, MOST),
                settings.number(Setting.CODES_PER_SOURCE, usual.perSourceHourly(), 1, MOST));
    }
}
