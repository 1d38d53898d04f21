package io.helipod.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every contract of a port is kept by a fake and by something real, so that the fakes stay honest. */
class ContractTest {
    private static final String CORE = ArchitectureTest.ROOT + ".core.";
    private static final String ADAPTERS = ArchitectureTest.ROOT + ".adapters.";

    @Test
    void everyContractHasAFakeAndARealSubject() {
        List<Path> tests = Sources.MODULES.stream()
                .map(module -> Path.of("..", module, "target", "test-classes"))
                .filter(Files::isDirectory)
                .toList();
        JavaClasses types = new ClassFileImporter().importPaths(tests);

        assertTrue(contracts(types).count() >= 3, "contracts were not found below " + tests);
        assertEquals(Set.of(), unkept(types));
    }

    @Test
    void aContractThatNobodyKeepsIsFound() {
        assertEquals(
                Set.of("LonelyContract has no fake", "LonelyContract has nothing real"),
                unkept(new ClassFileImporter().importPackages("io.helipod.violations.testing")));
    }

    private static Set<String> unkept(JavaClasses types) {
        Set<String> unkept = new TreeSet<>();
        contracts(types).forEach(contract -> {
            Set<String> subjects = contract.getAllSubclasses().stream()
                    .map(JavaClass::getPackageName)
                    .collect(Collectors.toSet());
            if (subjects.stream().noneMatch(name -> name.startsWith(CORE))) {
                unkept.add(contract.getSimpleName() + " has no fake");
            }
            if (subjects.stream().noneMatch(name -> name.startsWith(ADAPTERS))) {
                unkept.add(contract.getSimpleName() + " has nothing real");
            }
        });
        return unkept;
    }

    private static Stream<JavaClass> contracts(JavaClasses types) {
        return types.stream().filter(type -> type.getSimpleName().endsWith("Contract"));
    }
}
