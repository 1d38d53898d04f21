package io.helipod.arch.tests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * What keeps an application on the engine's typed API. The module system refuses the rest by itself, but only to those who use it: on
 * the class path everything is in reach. A rule that sees no class of the application fails.
 *
 * <pre>{@code
 * EmbedderRules.check(new ClassFileImporter().importPackages("com.example"));
 * }</pre>
 */
public final class EmbedderRules {
    private static final String ENGINE = "io.helipod";
    private static final String CORE = ENGINE + ".core";

    /** Adapters are put together by the engine; their types change with what they adapt. */
    public static final ArchRule NO_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackage(ENGINE + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ENGINE + ".adapters..")
            .as("an application uses no adapter of the engine");

    /** Driven ports are between the engine and its adapters. */
    public static final ArchRule NO_DRIVEN_PORTS = noClasses()
            .that()
            .resideOutsideOfPackage(ENGINE + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CORE + ".spi..")
            .as("an application uses no driven port of the engine");

    /** The door, the driving ports and the values they exchange; no part of the engine that these do not show. */
    public static final ArchRule ONLY_THE_TYPED_API = classes()
            .that()
            .resideOutsideOfPackage(ENGINE + "..")
            .should()
            .onlyDependOnClassesThat(describe(
                    "are the engine's typed API or not the engine's at all",
                    type -> !isBelow(type, ENGINE) || isTypedApi(type)))
            .as("an application uses the engine by its typed API only");

    private EmbedderRules() {}

    /** Every rule. */
    public static List<ArchRule> all() {
        return List.of(NO_ADAPTERS, NO_DRIVEN_PORTS, ONLY_THE_TYPED_API);
    }

    /**
     * Checks every rule.
     *
     * @param application its own classes
     * @throws AssertionError naming each breach of the first rule that is broken
     */
    public static void check(JavaClasses application) {
        all().forEach(rule -> rule.check(application));
    }

    private static boolean isTypedApi(JavaClass type) {
        return type.getPackageName().equals(ENGINE + ".app")
                || type.getName().equals(CORE + ".EngineApi")
                || isBelow(type, CORE)
                        && !type.getPackageName().equals(CORE)
                        && !isBelow(type, CORE + ".spi")
                        && !isBelow(type, CORE + ".internal");
    }

    private static boolean isBelow(JavaClass type, String name) {
        return type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".");
    }
}
