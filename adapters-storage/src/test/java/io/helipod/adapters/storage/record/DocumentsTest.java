package io.helipod.adapters.storage.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NamespaceSpec;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.PortProtocol;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.StorageSpec;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.Event;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.Platform;
import java.lang.reflect.Method;
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
    /** As stored before environment variables could be unset and exposed ports were kept. */
    private static final String FIRST_CONTAINER = """
            {"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","name":"web",
            "created":"2026-01-01T00:00:00Z",
            "spec":{"name":"web","image":"busybox","hostname":null,"labels":{},"annotations":{},"createCommand":[],
            "process":{"entrypoint":null,"command":["true"],"env":{"PATH":"/bin"},"user":"","workingDir":"/","terminal":false,"stdin":true,"stdinOnce":false,"init":false,"groups":[],
            "rlimits":{"nofile":{"soft":1,"hard":2}},"umask":"0022","oomScoreAdj":null},
            "namespaces":{"pid":{"type":"private"},"ipc":{"type":"private"},"uts":{"type":"private"},"cgroup":{"type":"private"},"network":{"type":"default"}},
            "security":{"capAdd":[],"capDrop":[],"noNewPrivileges":false,"seccomp":{"type":"default"},"mask":[],"unmask":[]},
            "storage":{"readOnlyRoot":false,"readWriteTmpfs":true,"mounts":[],"devices":[],"shmSize":null},
            "resources":{"memory":null,"memorySwap":null,"memoryReservation":null,
            "memorySwappiness":null,
            "cpuShares":null,"cpuQuota":null,"cpuPeriod":null,"cpusetCpus":null,"cpusetMems":null,"pids":null,"cgroupParent":null},
            "log":{"driver":null,"path":null,"maxSize":null,"tag":null},
            "lifecycle":{"stopSignal":null,"stopTimeout":null,"autoRemove":false}},
            "args":["true"],
            "imageId":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","imageName":"busybox",
            "state":{"status":"CREATED","pid":0,"monitorPid":0,"exitCode":0,"startedAt":null,"finishedAt":null,"oomKilled":false,"error":"","stoppedByUser":false},"warnings":[],"revision":0}""";

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
                Optional.of("box"),
                List.of(new ExposedPort(53, PortProtocol.UDP)),
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
    void aContainerWrittenByTheFirstVersionIsStillRead() {
        ContainerRecord old = Documents.read(FIRST_CONTAINER, ContainerRecord.class, "test");
        assertEquals("web", old.name());
        assertEquals(Map.of("PATH", "/bin"), old.spec().process().env());
        assertEquals(Optional.empty(), old.spec().process().envUnset());
        assertEquals(Optional.empty(), old.spec().rawImage());
        assertEquals(List.of(), old.spec().exposedPorts());
        assertEquals(old, Documents.read(Documents.write(old), ContainerRecord.class, "test"));
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
    void aManifestListComesBackAsItWas() {
        Descriptor index =
                new Descriptor("application/vnd.oci.image.index.v1+json", Digest.parse("sha256:" + "ab".repeat(32)), 9);
        ImageRecord list = new ImageRecord(
                new ImageId("cd".repeat(32)),
                index,
                List.of("localhost/list:latest"),
                List.of(),
                Instant.EPOCH,
                new ImageDocument(
                        Optional.empty(),
                        "",
                        "",
                        new Platform("", "", ""),
                        "",
                        ImageConfig.EMPTY,
                        List.of(),
                        List.of()),
                List.of(),
                Optional.of(index),
                List.of(),
                List.of("reg.example/app"));
        ImageRecord read = Documents.read(Documents.write(list), ImageRecord.class, "test");
        assertEquals(list, read);
        assertTrue(read.manifestList());
    }

    /** Jackson would take such a method for a component, and write it over one of that name. */
    @Test
    void noRecordHasAMethodThatReadsLikeAProperty() {
        Set<Type> seen = new HashSet<>();
        for (Class<?> each :
                List.of(ContainerRecord.class, ImageRecord.class, ExecSession.class, Event.class, ExitStatus.class)) {
            walk(each, seen);
        }
        for (Type each : seen) {
            if (each instanceof Class<?> type && type.isRecord()) {
                for (Method method : type.getMethods()) {
                    assertFalse(
                            method.getDeclaringClass() == type
                                    && method.getParameterCount() == 0
                                    && method.getName().matches("(is|get)[A-Z].*"),
                            method.toString());
                }
            }
        }
    }

    @Test
    void everyClosedChoiceInTheRecordsIsKnown() {
        Set<Type> seen = new HashSet<>();
        for (Class<?> each :
                List.of(ContainerRecord.class, ImageRecord.class, ExecSession.class, Event.class, ExitStatus.class)) {
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
