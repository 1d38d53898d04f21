package io.helipod.arch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules hold over what is built, and each of them fails on its violation. */
class ArchitectureTest {
    static final String ROOT = "io.helipod";
    private static final String VIOLATIONS = "io.helipod.violations";
    /** Grows with the house; far too few means that the import looked at the wrong place. */
    private static final int FEWEST_CLASSES = 150;

    private static JavaClasses built;
    private static JavaClasses violations;

    @BeforeAll
    static void read() {
        built = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/arch-tests/") && !location.contains("-tests.jar"))
                .importPackages(ROOT);
        violations = new ClassFileImporter().importPackages(VIOLATIONS);
    }

    @Test
    void everyModuleWasRead() {
        assertTrue(built.size() >= FEWEST_CLASSES, () -> "only " + built.size() + " classes");
        for (String module : Set.of(".core", ".adapters.http", ".adapters.oci", ".adapters.storage", ".app")) {
            assertTrue(
                    built.stream().anyMatch(type -> type.getPackageName().startsWith(ROOT + module)),
                    () -> "nothing of " + ROOT + module);
        }
    }

    @TestFactory
    Stream<DynamicTest> theHouseKeepsItsRules() {
        return Rules.below(ROOT).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(built)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleCanFail() {
        Map<String, ArchRule> rules = Rules.below(VIOLATIONS);
        return rules.entrySet().stream()
                // only one adapter of the violations looks at another
                .filter(rule -> !rule.getKey().startsWith("adapters-oci")
                        && !rule.getKey().startsWith("adapters-storage"))
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertFalse(
                                rule.getValue()
                                        .evaluate(violations)
                                        .getFailureReport()
                                        .isEmpty(),
                                "it passes its violation")));
    }
}
