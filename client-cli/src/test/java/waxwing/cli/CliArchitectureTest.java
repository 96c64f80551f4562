package waxwing.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "waxwing.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("waxwing.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule COMMANDS_SPEAK_ONLY_THROUGH_IO = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("waxwing.cli.Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_LIBSIGNAL_OR_THE_WIRE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.signal..", "waxwing.relay..", "io.grpc..", "org.jdbi..");
}
