package waxwing.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.BusinessIdentityGrpc;
import waxwing.relay.v1.ConfirmDomainRequest;
import waxwing.relay.v1.StartDomainProofRequest;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.relay.v1.StartVerificationResponse;
import waxwing.server.MutableClock;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.config.CodeDelivery;
import waxwing.server.config.ConfigException;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;

/// Codes through a real mail server.
class SmtpCodeSenderTest {
    private final GreenMail mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        mailServer.start();
    }

    @AfterEach
    void stop() {
        mailServer.stop();
    }

    private CodeDelivery.Smtp settings(String template, Optional<CodeDelivery.Login> login) {
        return new CodeDelivery.Smtp(
                new CodeDelivery.Server("127.0.0.1", mailServer.getSmtp().getPort(), CodeDelivery.Security.NONE, login),
                "relay@example.org",
                template);
    }

    /// Lets a real relay send a real code through the sender.
    private StartVerificationResponse verificationThrough(SmtpCodeSender sender, AtomicReference<@Nullable Code> sent) {
        CodeSender both = (number, code) -> {
            sent.set(code);
            return sender.send(number, code);
        };
        try (TestRelay relay = TestRelay.startSending(folder.resolve("relay"), both)) {
            return TestDevice.ofPerson(relay, "+12025550101")
                    .anonymous()
                    .startVerification(StartVerificationRequest.newBuilder()
                            .setPhoneNumber("+12025550101")
                            .build());
        }
    }

    @Test
    void aCodeGoesToTheGatewaysAddressOfTheNumber() throws Exception {
        mailServer.setUser("relay", "s3cret");
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        SmtpCodeSender sender = new SmtpCodeSender(
                settings("{number}@sms.example.org", Optional.of(new CodeDelivery.Login("relay", password))),
                new MutableClock());
        AtomicReference<@Nullable Code> sent = new AtomicReference<>();

        assertThat(verificationThrough(sender, sent).hasSession()).isTrue();

        assertThat(mailServer.waitForIncomingEmail(10_000, 1)).isTrue();
        MimeMessage mail = mailServer.getReceivedMessages()[0];
        assertThat(mail.getRecipients(Message.RecipientType.TO)[0]).hasToString("12025550101@sms.example.org");
        assertThat(mail.getFrom()[0]).hasToString("relay@example.org");
        assertThat(mail.getContent().toString())
                .contains(Objects.requireNonNull(sent.get()).digits());
    }

    @Test
    void aDomainsCodeGoesToTheDomainAndProvesIt() throws Exception {
        SmtpCodeSender sender =
                new SmtpCodeSender(settings("{number}@sms.example.org", Optional.empty()), new MutableClock());
        try (TestRelay relay = TestRelay.startSending(folder.resolve("relay"), sender)) {
            TestDevice bakery = TestDevice.ofBusiness(relay, "+12025550199");
            bakery.register(() -> mailed(1));
            relay.approve(bakery);
            var identity = BusinessIdentityGrpc.newBlockingStub(bakery.channel());

            assertThat(identity.startDomainProof(StartDomainProofRequest.newBuilder()
                                    .setDomain("Lantern.example")
                                    .setEmail("hostmaster@lantern.example")
                                    .build())
                            .hasProof())
                    .isTrue();

            String code = mailed(2);
            MimeMessage mail = mailServer.getReceivedMessages()[1];
            assertThat(mail.getRecipients(Message.RecipientType.TO)).hasSize(1);
            assertThat(mail.getRecipients(Message.RecipientType.TO)[0]).hasToString("hostmaster@lantern.example");
            assertThat(mail.getSubject()).isEqualTo("Waxwing code for lantern.example");
            assertThat(mail.getContent().toString())
                    .contains("waxwing gateway domain confirm lantern.example " + code)
                    .doesNotContain("Cup & Corner");
            assertThat(identity.confirmDomain(ConfirmDomainRequest.newBuilder()
                                    .setDomain("lantern.example")
                                    .setCode(code)
                                    .build())
                            .hasVerified())
                    .isTrue();
        }
    }

    /// The code in the mail of that number.
    private String mailed(int number) {
        try {
            assertThat(mailServer.waitForIncomingEmail(10_000, number)).isTrue();
            Matcher code = Pattern.compile("\\b[0-9]{6}\\b")
                    .matcher(mailServer
                            .getReceivedMessages()[number - 1]
                            .getContent()
                            .toString());
            assertThat(code.find()).isTrue();
            return code.group();
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMailServerThatIsGoneMakesTheCodeNotSent() {
        CodeDelivery.Smtp settings = settings("{number}@sms.example.org", Optional.empty());
        mailServer.stop();

        assertThat(verificationThrough(new SmtpCodeSender(settings, new MutableClock()), new AtomicReference<>())
                        .hasCodeNotSent())
                .isTrue();
    }

    @Test
    void aTemplateThatMakesNoAddressIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new SmtpCodeSender(
                        settings("{number}@sms.example.org\r\nBcc: x@example.org", Optional.empty()),
                        new MutableClock()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("smtp.to_template");
    }
}
