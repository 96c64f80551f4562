package waxwing.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// What an end may know.
final class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("waxwing.client");

    @Test
    void onlyTheCryptoModuleSeesLibsignal() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.signal..")
                .check(OURS);
    }

    @Test
    void anEndKnowsNothingOfTheRelaysInside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("waxwing.server..")
                .check(OURS);
    }
}
