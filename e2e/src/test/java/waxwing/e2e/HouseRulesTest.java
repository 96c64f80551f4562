package waxwing.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/// The boundaries between the modules, and the habits that a machine can check, over all of Waxwing's own
/// classes.
class HouseRulesTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "waxwing.model",
                    "waxwing.crypto",
                    "waxwing.store",
                    "waxwing.server",
                    "waxwing.client",
                    "waxwing.cli",
                    "waxwing.gateway",
                    "waxwing.e2e");

    private static final String[] LIBSIGNAL_SESSIONS = {
        "org.signal.libsignal.protocol.state..",
        "org.signal.libsignal.protocol.message..",
        "org.signal.libsignal.protocol.groups..",
        "org.signal.libsignal.metadata..",
        "org.signal.libsignal.zkgroup.."
    };

    @Test
    void theRelayNeverSeesTheEndsCryptography() {
        noClasses()
                .that()
                .resideInAPackage("waxwing.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("waxwing.crypto..", "waxwing.client..", "waxwing.content..")
                .check(OURS);
    }

    @Test
    void libsignalsSessionsAreSeenOnlyInCrypto() {
        noClasses()
                .that(not(resideInAPackage("waxwing.crypto..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LIBSIGNAL_SESSIONS)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("org\\.signal\\.libsignal\\.protocol\\.Session(Cipher|Builder)")
                .check(OURS);
        noClasses()
                .that(not(resideInAnyPackage("waxwing.crypto..", "waxwing.server.credentials..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.signal.libsignal..")
                .check(OURS);
    }

    @Test
    void dependenciesPointOneWay() {
        only("waxwing.model..", "waxwing.model..");
        only("waxwing.store..", "waxwing.store..", "waxwing.model..");
        only("waxwing.crypto..", "waxwing.crypto..", "waxwing.model..", "waxwing.relay.v1..", "waxwing.content.v1..");
        noClasses()
                .that()
                .resideInAPackage("waxwing.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("waxwing.cli..", "waxwing.gateway..", "waxwing.server..")
                .check(OURS);
        noClasses()
                .that(not(resideInAnyPackage("waxwing.e2e..", "waxwing.bench..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("waxwing.e2e..", "waxwing.bench..")
                .check(OURS);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("waxwing.(*.*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void sqlIsWrittenOnlyInSqlClasses() {
        noClasses()
                .that(not(resideInAnyPackage("waxwing.store..")))
                .and()
                .haveSimpleNameNotStartingWith("Sql")
                .and()
                .haveNameNotMatching(".*\\.Sql[A-Za-z]*\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..")
                .check(OURS);
    }

    @Test
    void timeComesFromAClock() {
        noClasses().should().callMethod(Instant.class, "now").check(OURS);
        noClasses().should().callMethod(LocalDate.class, "now").check(OURS);
        noClasses().should().callMethod(LocalDateTime.class, "now").check(OURS);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(OURS);
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .and()
                .haveSimpleNameNotEndingWith("Environment")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(OURS);
    }

    @Test
    void namesTellWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Processor|Handler)")
                .check(OURS);
    }

    private static void only(String in, String... ours) {
        noClasses()
                .that()
                .resideInAPackage(in)
                .should()
                .dependOnClassesThat(resideInAPackage("waxwing..").and(not(resideInAnyPackage(ours))))
                .check(OURS);
    }
}
