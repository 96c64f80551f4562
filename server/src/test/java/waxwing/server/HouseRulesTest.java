package waxwing.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.grpc.BindableService;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.jdbi.v3.core.Handle;

/// What the relay's code keeps to, whoever writes it.
@AnalyzeClasses(packages = "waxwing.server", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("waxwing.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theRelayCannotReadMessages = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("waxwing.crypto..", "waxwing.client..", "waxwing.content..", "waxwing.gateway..");

    @ArchTest
    static final ArchRule libsignalIsSeenByCredentialsOnly = noClasses()
            .that()
            .resideOutsideOfPackage("waxwing.server.credentials..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.signal..");

    @ArchTest
    static final ArchRule noSessionOfLibsignalIsSeenAtAll = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.signal\\.libsignal\\.(metadata|net|zkgroup|usernames)\\..*"
                    + "|org\\.signal\\.libsignal\\.protocol\\.(Session.*|groups\\..*|message\\..*|state\\..*)");

    @ArchTest
    static final ArchRule sqlIsInSqlClassesOnly = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Sql")
            .and()
            .haveNameNotMatching(".*\\.Sql[A-Za-z]+\\$.*")
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(Handle.class))));

    @ArchTest
    static final ArchRule timeComesFromAnInjectedClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlyCompositionRootsMakeAClock =
            noClasses().that().resideInAnyPackage("waxwing.server.*..").should().callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule edgesAreNamedRpc =
            classes().that().areAssignableTo(BindableService.class).should().haveSimpleNameEndingWith("Rpc");

    @ArchTest
    static final ArchRule storesOfSqlKeepAContract = classes()
            .that()
            .haveSimpleNameStartingWith("Sql")
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleNameEndingWith("Store");

    @ArchTest
    static final ArchRule vagueNamesAreNotUsed =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor|Handler)(\\$.*)?");
}
