package waxwing.gateway.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.MalformedValueException;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class ContactsTest {
    private static final PhoneNumber BOB = PhoneNumber.ofE164("+12025550102");
    private static final PhoneNumber CAROL = PhoneNumber.ofE164("+12025550103");

    @TempDir
    private Path folder;

    private Database database;
    private Contacts contacts;

    @BeforeEach
    void open() {
        database = open("gateway");
        contacts = Contacts.open(database, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Database open(String name) {
        Database opened = Database.openH2(new H2Settings(folder.resolve(name), Optional.empty(), 8));
        opened.migrate("waxwing/gateway/db");
        return opened;
    }

    @Test
    void aPersonHasOneHandleForEverAndCanBeFoundByIt() {
        ContactHandle bob = contacts.handleOf(BOB);
        close();
        open();

        assertThat(contacts.handleOf(BOB)).isEqualTo(bob);
        assertThat(contacts.handleOf(CAROL)).isNotEqualTo(bob);
        assertThat(contacts.numberOf(bob)).contains(BOB);
        assertThat(bob.value()).matches("ctc_[a-z2-7]{32}").doesNotContain("5550102");
    }

    @Test
    void anotherGatewayHasAnotherHandleForTheSamePerson() {
        ContactHandle here = contacts.handleOf(BOB);
        try (Database elsewhere = open("other")) {
            Contacts others = Contacts.open(elsewhere, new SecureRandom());

            assertThat(others.handleOf(BOB)).isNotEqualTo(here);
            assertThat(others.numberOf(here)).isEmpty();
        }
    }

    @Test
    void aHandleThatIsGivenOutInATransactionThatFailsIsForgotten() {
        assertThatThrownBy(() -> database.inTransaction(_ -> {
                    contacts.handleOf(BOB);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        database.inTransaction(_ -> contacts.handleOf(CAROL));
        assertThat(contacts.numberOf(contacts.handleOf(CAROL))).contains(CAROL);
    }

    @Test
    void manyWhoNameTheSamePersonAtOnceAllSucceed() throws Exception {
        var start = new CountDownLatch(1);
        List<FutureTask<ContactHandle>> naming = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            var task = new FutureTask<>(() -> {
                start.await();
                return database.inTransaction(_ -> contacts.handleOf(BOB));
            });
            Thread.ofVirtual().start(task);
            naming.add(task);
        }
        start.countDown();

        for (FutureTask<ContactHandle> task : naming) {
            assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(contacts.handleOf(BOB));
        }
    }

    @Test
    void whatIsNoHandleIsToldSo() {
        assertThatThrownBy(() -> new ContactHandle("+12025550102"))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("ctc_")
                .hasMessageNotContaining("0102");
    }
}
