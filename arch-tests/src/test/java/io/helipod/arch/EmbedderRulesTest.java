package io.helipod.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.helipod.arch.tests.EmbedderRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules that are published for those who embed the engine. */
class EmbedderRulesTest {
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages("example.violations");

    @Test
    void theApplicationsThatEmbedTheEngineInTestsKeepThem() {
        JavaClasses applications =
                new ClassFileImporter().importPath(Path.of("..", "app", "target", "test-classes", "example"));
        assertTrue(applications.size() >= 2, () -> "only " + applications.size() + " classes");
        EmbedderRules.check(applications);
    }

    @Test
    void eachBreachIsFoundByItsRule() {
        breached(EmbedderRules.NO_ADAPTERS, "ByTheAdapter", "HijackSelector");
        breached(EmbedderRules.NO_DRIVEN_PORTS, "ByTheDrivenPort", "ContentStore");
        for (String breach : new String[] {"ByTheAdapter", "ByTheDrivenPort", "ByTheBackDoor"}) {
            breached(EmbedderRules.ONLY_THE_TYPED_API, breach, "io.helipod.");
        }
        assertThrows(AssertionError.class, () -> EmbedderRules.check(VIOLATIONS));
        assertEquals(3, EmbedderRules.all().size());
    }

    @Test
    void aRuleThatSeesNothingFails() {
        JavaClasses nothing = new ClassFileImporter().importPackages("io.helipod.arch.tests");
        for (ArchRule rule : EmbedderRules.all()) {
            assertThrows(AssertionError.class, () -> rule.check(nothing));
        }
    }

    private static void breached(ArchRule rule, String by, String what) {
        EvaluationResult result = rule.evaluate(VIOLATIONS);
        assertTrue(
                result.getFailureReport().getDetails().stream()
                        .anyMatch(line -> line.contains(by) && line.contains(what)),
                () -> result.getFailureReport().toString());
    }
}
