package io.helipod.adapters.storage.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NamespaceSpec;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.StorageSpec;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.Event;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageRecord;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    @Test
    void aContainerWithEveryKindOfChoiceComesBackEqual() {
        ContainerSpec plain = ContainerSpec.of("busybox");
        ContainerSpec spec = new ContainerSpec(
                Optional.of("web"),
                plain.image(),
                plain.hostname(),
                Map.of("a", "ü\"\\", "", "empty"),
                plain.annotations(),
                List.of("podman", "run"),
                plain.process(),
                new NamespaceSpec(
                        NamespaceMode.HOST,
                        NamespaceMode.PRIVATE,
                        NamespaceMode.PRIVATE,
                        NamespaceMode.HOST,
                        NetworkMode.NONE),
                new SecuritySpec(
                        List.of("CAP_SYS_ADMIN"), List.of(), true, SeccompProfile.UNCONFINED, List.of(), List.of()),
                new StorageSpec(
                        true,
                        false,
                        List.of(
                                new Mount.Bind("/srv", "/data", true, false, List.of("rbind")),
                                new Mount.Tmpfs("/run", List.of("size=1m"))),
                        List.of(),
                        Optional.of(5L)),
                plain.resources(),
                plain.log(),
                plain.lifecycle());
        ContainerRecord record = new ContainerRecord(
                new ContainerId("a".repeat(64)),
                "web",
                Instant.parse("2026-01-01T00:00:00.000000001Z"),
                spec,
                List.of("true"),
                new ImageId("b".repeat(64)),
                "busybox",
                ContainerState.CREATED.initialized(1, 2).running(Instant.parse("2026-01-01T00:00:01.5Z")),
                List.of("careful"),
                7);
        assertEquals(record, Documents.read(Documents.write(record), ContainerRecord.class, "test"));
    }

    @Test
    void unknownFieldsAreSkippedAndMissingOnesAreEmpty() {
        ImageConfig config = Documents.read(
                "{\"user\":\"me\",\"later\":{\"x\":[1]},\"workingDir\":\"/\",\"stopSignal\":null}",
                ImageConfig.class,
                "test");
        assertEquals(
                new ImageConfig(
                        "me", List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), "/", Map.of(), ""),
                config);
    }

    @Test
    void aDocumentThatIsNoRecordIsAStorageFailure() {
        assertThrows(StorageFailed.class, () -> Documents.read("{\"code\":\"x\"}", ExitStatus.class, "test"));
        assertThrows(StorageFailed.class, () -> Documents.read("", ExitStatus.class, "test"));
    }

    @Test
    void everyClosedChoiceInTheRecordsIsKnown() {
        Set<Type> seen = new HashSet<>();
        for (Class<?> each : List.of(ContainerRecord.class, ImageRecord.class, Event.class, ExitStatus.class)) {
            walk(each, seen);
        }
        Set<Class<?>> choices = new HashSet<>();
        for (Type each : seen) {
            if (each instanceof Class<?> type && type.isSealed()) {
                choices.add(type);
            }
        }
        assertEquals(Set.copyOf(Documents.CHOICES), choices);
    }

    private static void walk(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            for (Type each : generic.getActualTypeArguments()) {
                walk(each, seen);
            }
        } else if (type instanceof Class<?> plain && plain.getName().startsWith("io.helipod.")) {
            if (plain.isRecord()) {
                for (RecordComponent each : plain.getRecordComponents()) {
                    walk(each.getGenericType(), seen);
                }
            } else if (plain.isSealed()) {
                for (Class<?> each : plain.getPermittedSubclasses()) {
                    walk(each, seen);
                }
            }
        }
    }
}
