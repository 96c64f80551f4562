package waxwing.crypto;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// libsignal stays in this module: nothing that others can call names a type of it.
final class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("waxwing.crypto");

    @Test
    void noPublicMethodNamesATypeOfLibsignal() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .arePublic()
                .should(be(DescribedPredicate.describe("free of libsignal", ArchitectureTest::isFreeOfLibsignal)))
                .check(OURS);
    }

    private static boolean isFreeOfLibsignal(JavaMethod method) {
        return !isLibsignal(method.getRawReturnType())
                && method.getRawParameterTypes().stream().noneMatch(ArchitectureTest::isLibsignal)
                && method.getExceptionTypes().stream().noneMatch(ArchitectureTest::isLibsignal);
    }

    private static boolean isLibsignal(JavaClass type) {
        return type.getPackageName().startsWith("org.signal");
    }
}
