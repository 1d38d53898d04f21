package io.helipod.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rules of the house over everything below a root package: {@code io.helipod}, or the deliberate violations. */
final class Rules {
    private Rules() {}

    /** Rules by what they say. */
    static Map<String, ArchRule> below(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        String core = root + ".core..";
        String adapters = root + ".adapters..";
        rules.put(
                "core depends only on the JDK, jspecify and itself",
                classes()
                        .that()
                        .resideInAPackage(core)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(core, "java..", "org.jspecify.."));
        for (String module : new String[] {"http", "oci", "storage"}) {
            rules.put(
                    "adapters-" + module + " knows no other adapter and not the application",
                    noClasses()
                            .that()
                            .resideInAPackage(root + ".adapters." + module + "..")
                            .should()
                            .dependOnClassesThat(describe(
                                    "are another adapter's or the application's",
                                    other -> other.getPackageName().startsWith(root + ".app")
                                            || (other.getPackageName().startsWith(root + ".adapters.")
                                                    && !other.getPackageName()
                                                            .startsWith(root + ".adapters." + module))))
                            .allowEmptyShould(!root.equals(ArchitectureTest.ROOT)));
        }
        rules.put(
                "no cycles in core",
                slices().matching(root + ".core.(*)..").should().beFreeOfCycles());
        rules.put(
                "no cycles in core.internal",
                slices().matching(root + ".core.internal.(*)..").should().beFreeOfCycles());
        rules.put(
                "no cycles in an adapter below its door",
                slices().matching(root + ".adapters.(*).(*)..").should().beFreeOfCycles());
        rules.put(
                "no cycles in the application",
                slices().assignedFrom(packagesOf(root + ".app")).should().beFreeOfCycles());
        rules.put(
                "driven ports are interfaces and what they exchange are values",
                classes()
                        .that()
                        .resideInAPackage(root + ".core.spi..")
                        .and()
                        .haveSimpleNameNotEndingWith("package-info")
                        .should()
                        .beInterfaces()
                        .orShould()
                        .beRecords()
                        .orShould()
                        .beEnums());
        rules.put(
                "services are final and internal",
                classes()
                        .that()
                        .resideInAPackage(core)
                        .and()
                        .haveSimpleNameEndingWith("Service")
                        .should()
                        .haveModifier(JavaModifier.FINAL)
                        .andShould()
                        .resideInAPackage(root + ".core.internal.."));
        rules.put(
                "wire records live in wire",
                classes()
                        .that()
                        .haveSimpleNameEndingWith("Json")
                        .and()
                        .areRecords()
                        .should()
                        .resideInAnyPackage(
                                "..wire..", adapters.replace("..", ".oci.."), adapters.replace("..", ".storage.."))
                        .allowEmptyShould(true));
        rules.put(
                "no Jackson and no Helidon in core",
                noClasses()
                        .that()
                        .resideInAPackage(core)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.fasterxml..", "io.helidon.."));
        rules.put(
                "HTTP handlers use driving ports only",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".adapters.http..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".core.spi..", root + ".core.internal.."));
        rules.put(
                "only ErrorMapper names error statuses",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".adapters.http..")
                        .and()
                        .haveSimpleNameNotEndingWith("ErrorMapper")
                        .should()
                        .accessFieldWhere(errorStatus()));
        rules.put(
                "only a process package starts programs",
                noClasses()
                        .that()
                        .resideOutsideOfPackage("..process..")
                        .should()
                        .dependOnClassesThat(
                                are(describe("ProcessBuilder", type -> type.isEquivalentTo(ProcessBuilder.class)))));
        rules.put(
                "only a linux package uses java.lang.foreign",
                noClasses()
                        .that()
                        .resideOutsideOfPackage("..linux..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.lang.foreign.."));
        rules.put(
                "only the application reads environment and properties or exits",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".app..")
                        .should()
                        .callMethodWhere(processWide()));
        rules.put(
                "standard streams belong to the command line",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".app.cli..")
                        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
        rules.put("no generic exceptions", noClasses().should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS));
        rules.put(
                "java.util.logging is set up by the command line and used by nobody",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".app.cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.logging.."));
        rules.put(
                "core takes the time from its clock",
                noClasses()
                        .that()
                        .resideInAPackage(core)
                        .should()
                        .callMethodWhere(JavaCall.Predicates.target(nameMatching("now|currentTimeMillis"))
                                .and(targetOwner(assignableTo(Instant.class).or(assignableTo(System.class))))));
        return rules;
    }

    /** One slice a package, the root's among them. */
    private static SliceAssignment packagesOf(String prefix) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return name.startsWith(prefix) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + prefix;
            }
        };
    }

    private static DescribedPredicate<JavaFieldAccess> errorStatus() {
        return describe(
                "is an error status",
                access -> access.getTargetOwner().getName().equals("io.helidon.http.Status")
                        && access.getTarget().getName().matches(".*_[45]\\d\\d"));
    }

    private static DescribedPredicate<JavaCall<?>> processWide() {
        return describe("reads the process's surroundings or ends it", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getTarget().getName();
            return (owner.isEquivalentTo(System.class)
                            && name.matches("getenv|getProperty|getProperties|setProperty|exit"))
                    || (owner.isEquivalentTo(Runtime.class) && name.matches("exit|halt"));
        });
    }
}
