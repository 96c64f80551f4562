package waxwing.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

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

    /// What changes or measures more than the test that calls it.
    private static final Set<String> OF_THE_PROCESS = Set.of(
            "java.lang.Runtime.totalMemory",
            "java.lang.System.clearProperty",
            "java.lang.System.gc",
            "java.lang.System.setErr",
            "java.lang.System.setIn",
            "java.lang.System.setOut",
            "java.lang.System.setProperties",
            "java.lang.System.setProperty",
            "java.lang.Thread.getAllStackTraces",
            "java.net.ProxySelector.setDefault",
            "java.util.Locale.setDefault",
            "java.util.TimeZone.setDefault");

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

    @Test
    void testsOfTheWholeProcessRunAlone() {
        Path home = Path.of(System.getProperty("waxwing.home"));
        List<Path> compiled = Stream.of("model", "crypto", "store", "server", "client", "client-cli", "gateway", "e2e")
                .map(module -> home.resolve(module).resolve("target/test-classes"))
                .toList();
        assertThat(compiled).allSatisfy(folder -> assertThat(folder).isNotEmptyDirectory());
        JavaClasses tests = new ClassFileImporter().importPaths(compiled);
        noClasses()
                .that(not(runAlone()))
                .should()
                .accessTargetWhere(concernsTheWholeProcess())
                .because("classes of tests run side by side (expected: @Isolated)")
                .check(tests);
    }

    private static DescribedPredicate<JavaClass> runAlone() {
        return DescribedPredicate.describe(
                "run alone",
                tests -> tests.isAnnotatedWith(Isolated.class)
                        || tests.getEnclosingClass().filter(runAlone()).isPresent());
    }

    private static DescribedPredicate<JavaAccess<?>> concernsTheWholeProcess() {
        return DescribedPredicate.describe(
                "concerns the whole process",
                access -> OF_THE_PROCESS.contains(access.getTargetOwner().getFullName() + "."
                        + access.getTarget().getName()));
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
