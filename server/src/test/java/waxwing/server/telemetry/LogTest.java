package waxwing.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Lines as the relay's own logging configuration writes them.
class LogTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("waxwing.server.test");

    @Test
    void aFailureOfTheDatabaseShowsWhereItHappenedAndNoValue(@TempDir Path folder) throws JoranException {
        UUID account = UUID.fromString("0190c0de-1234-7000-8000-00000000abcd");
        try (Database database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 1))) {
            database.migrate("waxwing/server/db");
            String line = line(
                    "storing failed",
                    failureOf(() -> database.inTransaction(handle -> {
                        for (int i = 0; i < 2; i++) {
                            handle.execute(
                                    "INSERT INTO business (account_id, name, standing, registered_at) VALUES (?, ?, ?, ?)",
                                    account,
                                    "Cup & Corner",
                                    "+12025550101",
                                    1L);
                        }
                        return account;
                    })));

            assertThat(line)
                    .contains("ERROR", "storing failed", "UnableToExecuteStatementException", "caused by org.h2.")
                    .contains("LogTest.")
                    .doesNotContain("Cup", "2025550101", "0190c0de", "abcd", "INSERT");
        }
    }

    @Test
    void whatTheDiskSaysIsQuoted() throws JoranException {
        IllegalStateException failure =
                new IllegalStateException("of +12025550101", new NoSuchFileException("/var/lib/waxwing/relay"));

        assertThat(line("failed", failure))
                .contains("caused by java.nio.file.NoSuchFileException: /var/lib/waxwing/relay")
                .doesNotContain("2025550101");
    }

    @Test
    void aLineWithoutAFailureIsOneLine() throws JoranException {
        assertThat(line("all is well", null)).endsWith("all is well" + System.lineSeparator());
    }

    private static Throwable failureOf(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    private String line(String message, @Nullable Throwable failure) throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                Path.of("src/main/resources/waxwing/server/logback.xml").toFile());
        var console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("console");
        ILoggingEvent event = new LoggingEvent(LogTest.class.getName(), log, Level.ERROR, message, failure, null);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
