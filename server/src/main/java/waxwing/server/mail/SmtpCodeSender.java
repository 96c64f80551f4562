package waxwing.server.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.PhoneNumber;
import waxwing.server.config.CodeDelivery;
import waxwing.server.config.ConfigException;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;

/// Sends codes as e-mails: those for numbers to a gateway that turns them into SMS, for example to
/// `12025550101@sms.example`, those for domains to the domain itself.
public final class SmtpCodeSender implements CodeSender {
    private static final Logger log = LoggerFactory.getLogger(SmtpCodeSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final CodeDelivery.Smtp settings;
    private final InternetAddress from;
    private final Session session;
    private final InstantSource clock;

    /// @throws ConfigException if an address or the password file can't be used
    public SmtpCodeSender(CodeDelivery.Smtp settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.from = address("smtp.from", settings.from());
        InternetAddress _ = address("smtp.to_template", addressFor(PhoneNumber.ofE164("+12025550101")));
        this.session = Session.getInstance(properties(), authenticator());
    }

    @Override
    public Sent send(PhoneNumber number, Code code) {
        return send(
                addressFor(number),
                "Waxwing code",
                "Your Waxwing code is " + code.digits() + ". It is valid for 10 minutes. Never give it to anybody.");
    }

    /// The mail says nothing that a business chose but the domain.
    @Override
    public Sent send(DomainContact contact, Code code) {
        return send(contact.address(), "Waxwing code for " + contact.domain(), """
                A business wants to show people on Waxwing that %1$s is its domain. If that is yours, prove it:

                    waxwing gateway domain confirm %1$s %2$s

                The code is valid for one hour. If the domain is not yours, do nothing, and give the code to nobody.
                """.formatted(
                        contact.domain(), code.digits()));
    }

    private Sent send(String address, String subject, String text) {
        try {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(from);
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
            mail.setSentDate(Date.from(clock.instant()));
            mail.setSubject(subject, StandardCharsets.UTF_8.name());
            mail.setText(text, StandardCharsets.UTF_8.name());
            Transport.send(mail);
            return Sent.HANDED_ON;
        } catch (MessagingException e) {
            // No message of the exception: the mail server's answer quotes the recipient.
            log.warn(
                    "a code could not be handed to the mail server: {}",
                    e.getClass().getSimpleName());
            return Sent.NOT_SENT;
        }
    }

    private String addressFor(PhoneNumber number) {
        return settings.toTemplate()
                .replace("{number}", number.e164().substring(1))
                .replace("{e164}", number.e164());
    }

    private static InternetAddress address(String key, String text) {
        try {
            InternetAddress parsed = new InternetAddress(text, true);
            parsed.validate();
            return parsed;
        } catch (AddressException _) {
            throw new ConfigException(key + ": makes " + text + ", which is no e-mail address");
        }
    }

    private Properties properties() {
        CodeDelivery.Server server = settings.server();
        String millis = Long.toString(TIMEOUT.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
        switch (server.security()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
                properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
            }
            case TLS -> {
                properties.setProperty("mail.smtp.ssl.enable", "true");
                properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
            }
        }
        return properties;
    }

    private @Nullable Authenticator authenticator() {
        Optional<CodeDelivery.Login> login = settings.server().login();
        return login.map(SmtpCodeSender::authenticator).orElse(null);
    }

    private static Authenticator authenticator(CodeDelivery.Login login) {
        String password = password(login);
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(login.username(), password);
            }
        };
    }

    private static String password(CodeDelivery.Login login) {
        try {
            return Files.readString(login.passwordFile()).strip();
        } catch (IOException _) {
            throw new ConfigException("smtp.password_file: " + login.passwordFile() + " can't be read");
        }
    }
}
