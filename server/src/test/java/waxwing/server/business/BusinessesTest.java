package waxwing.server.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.server.MutableClock;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class BusinessesTest {
    private static final AccountId CAFE = new AccountId(new UUID(2, 2));

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Database database;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Businesses businesses;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
        database.migrate("waxwing/server/db");
        businesses = new Businesses(database, new MutableClock());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRegistrationThatIsRolledBackChangesNothing() {
        registered("Cup & Corner");
        assertThat(businesses.approve(CAFE)).isPresent();
        Optional<Business> before = businesses.find(CAFE);

        assertThatThrownBy(() -> database.inTransaction(_ -> {
                    businesses.registered(CAFE, "Another name");
                    assertThat(businesses.verifiedNameOf(CAFE))
                            .as("seen by its own transaction")
                            .isEmpty();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(businesses.find(CAFE)).isEqualTo(before);
        assertThat(businesses.verifiedNameOf(CAFE)).isEqualTo("Cup & Corner");
    }

    @Test
    void aNameIsShownOnlyWhileItIsVerified() {
        registered("Cup & Corner");
        assertThat(businesses.verifiedNameOf(CAFE)).isEmpty();
        assertThat(businesses.approve(CAFE)).isPresent();
        assertThat(businesses.verifiedNameOf(CAFE)).isEqualTo("Cup & Corner");
        assertThat(businesses.suspend(CAFE, "complaints")).isPresent();
        assertThat(businesses.verifiedNameOf(CAFE)).isEmpty();
    }

    @Test
    void whoIsVerifiedIsKnownFromTheOperatorsWordOnAndAfterARestart() {
        registered("Cup & Corner");
        assertThat(businesses.isVerified(CAFE)).isFalse();

        assertThat(businesses.approve(CAFE)).isPresent();
        businesses.forget(CAFE);
        assertThat(businesses.isVerified(CAFE)).isTrue();
        close();
        open();
        assertThat(businesses.isVerified(CAFE)).isTrue();

        assertThat(businesses.suspend(CAFE, "complaints")).isPresent();
        businesses.forget(CAFE);
        assertThat(businesses.isVerified(CAFE)).isFalse();
        close();
        open();
        assertThat(businesses.isVerified(CAFE)).isFalse();
    }

    private void registered(String name) {
        businesses.registered(CAFE, name);
        businesses.forget(CAFE);
    }
}
