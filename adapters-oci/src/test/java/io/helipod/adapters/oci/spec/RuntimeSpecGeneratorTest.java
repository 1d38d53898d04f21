package io.helipod.adapters.oci.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.Device;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NamespaceSpec;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.ResourceSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.StorageSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import io.helipod.core.stream.StreamSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeSpecGeneratorTest {
    private static final ContainerSpec PLAIN = ContainerSpec.of("busybox");
    private static final NamespaceMode HOST = NamespaceMode.HOST;
    private static final Cgroups CGROUPS = new Cgroups(1, false, List.of("memory", "pids"), true);

    @TempDir
    private Path root;

    private Cgroups cgroups = CGROUPS;
    private Optional<Path> seccomp = Optional.empty();

    private RuntimeSpecGenerator generator() {
        return new RuntimeSpecGenerator(
                cgroups,
                List.of("CAP_CHOWN", "CAP_KILL"),
                seccomp,
                Map.of("nofile", new Rlimit(100, 1000), "core", new Rlimit(0, -1)));
    }

    private static ContainerRecord record(ContainerSpec spec) {
        return new ContainerRecord(
                new ContainerId("ab".repeat(32)),
                "web",
                Instant.EPOCH,
                spec,
                List.of("sh", "-c", "true"),
                new ImageId("cd".repeat(32)),
                "busybox",
                ContainerState.CREATED,
                List.of(),
                0);
    }

    private JsonNode generate(ContainerSpec spec) throws IOException {
        ContainerRecord container = record(spec);
        SpecPaths paths = new SpecPaths(
                root,
                Path.of("/h/hosts"),
                Path.of("/h/hostname"),
                Path.of("/h/resolv"),
                Path.of("/h/env"),
                Optional.of(Path.of("/usr/bin/catatonit")),
                "/helipod/x");
        return new ObjectMapper().readTree(generator().generate(container, paths));
    }

    private static ContainerSpec spec(
            ProcessSpec process,
            NamespaceSpec namespaces,
            SecuritySpec security,
            StorageSpec storage,
            ResourceSpec resources) {
        return new ContainerSpec(
                Optional.empty(),
                "busybox",
                Optional.of("web1"),
                Map.of(),
                Map.of("note", "value"),
                List.of(),
                Optional.empty(),
                List.of(),
                process,
                namespaces,
                security,
                storage,
                resources,
                PLAIN.log(),
                PLAIN.lifecycle());
    }

    private static ContainerSpec with(NamespaceSpec namespaces) {
        return spec(PLAIN.process(), namespaces, PLAIN.security(), PLAIN.storage(), PLAIN.resources());
    }

    private static ContainerSpec with(SecuritySpec security) {
        return spec(PLAIN.process(), PLAIN.namespaces(), security, PLAIN.storage(), PLAIN.resources());
    }

    private static ContainerSpec with(StorageSpec storage) {
        return spec(PLAIN.process(), PLAIN.namespaces(), PLAIN.security(), storage, PLAIN.resources());
    }

    private static ContainerSpec with(ResourceSpec resources) {
        return spec(PLAIN.process(), PLAIN.namespaces(), PLAIN.security(), PLAIN.storage(), resources);
    }

    private static ProcessSpec process(String user, boolean init, Map<String, Rlimit> limits, String umask) {
        return new ProcessSpec(
                Optional.empty(),
                Optional.empty(),
                Map.of("A", "b=c"),
                Optional.empty(),
                Optional.of(user),
                Optional.of("/srv"),
                false,
                false,
                false,
                init,
                List.of(),
                limits,
                Optional.of(umask),
                Optional.of(-5));
    }

    private static List<String> texts(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(one -> all.add(one.asText()));
        return all;
    }

    private static List<String> all(JsonNode list, String field) {
        List<String> found = new ArrayList<>();
        list.forEach(one -> found.add(one.path(field).asText()));
        return found;
    }

    private static JsonNode mount(JsonNode spec, String target) {
        for (JsonNode one : spec.path("mounts")) {
            if (one.path("destination").asText().equals(target)) {
                return one;
            }
        }
        throw new AssertionError(target + " is not mounted");
    }

    @Test
    void theProcessIsWhatWasAskedFor() throws IOException {
        JsonNode process = generate(PLAIN.withProcess(process("1000:5", false, Map.of(), "0027")))
                .path("process");
        assertEquals(List.of("sh", "-c", "true"), texts(process.path("args")));
        assertEquals(List.of("A=b=c", "HOME=/"), texts(process.path("env")));
        assertEquals("/srv", process.path("cwd").asText());
        assertEquals(1000, process.path("user").path("uid").asInt());
        assertEquals(5, process.path("user").path("gid").asInt());
        assertEquals(027, process.path("user").path("umask").asInt());
        assertEquals(-5, process.path("oomScoreAdj").asInt());
    }

    @Test
    void everyNamespaceIsOwnUnlessItIsTheHosts() throws IOException {
        assertEquals(
                List.of("mount", "pid", "ipc", "uts", "cgroup", "network"),
                all(generate(with(NamespaceSpec.DEFAULT)).at("/linux/namespaces"), "type"));
        JsonNode host = generate(with(new NamespaceSpec(HOST, HOST, HOST, HOST, NetworkMode.HOST)));
        assertEquals(List.of("mount"), all(host.at("/linux/namespaces"), "type"));
        assertFalse(host.has("hostname"));
        assertEquals("bind", mount(host, "/sys").path("type").asText());
        assertTrue(texts(mount(host, "/sys").path("options")).contains("ro"));
        assertEquals("bind", mount(host, "/dev/shm").path("type").asText());
        assertEquals(
                "web1", generate(with(NamespaceSpec.DEFAULT)).path("hostname").asText());
    }

    @Test
    void limitsAreClippedToWhatWeMayGrant() throws IOException {
        JsonNode limits = generate(PLAIN.withProcess(process(
                        "0",
                        false,
                        Map.of(
                                "nofile", new Rlimit(5000, -1),
                                "core", new Rlimit(-1, -1),
                                "nproc", new Rlimit(7, 9)),
                        "0022")))
                .at("/process/rlimits");
        Map<String, String> all = new java.util.HashMap<>();
        limits.forEach(one -> all.put(
                one.path("type").asText(),
                one.path("soft").asText() + " " + one.path("hard").asText()));
        assertEquals(
                Map.of(
                        "RLIMIT_NOFILE", "1000 1000",
                        "RLIMIT_CORE", "18446744073709551615 18446744073709551615",
                        "RLIMIT_NPROC", "7 9"),
                all);
    }

    @Test
    void rootHoldsTheSetAndOthersOnlyWhatIsAddedByName() throws IOException {
        SecuritySpec adding =
                new SecuritySpec(List.of("CAP_NET_RAW"), List.of(), true, SeccompProfile.DEFAULT, List.of(), List.of());
        JsonNode rootCaps = generate(with(adding)).at("/process/capabilities");
        List<String> set = List.of("CAP_CHOWN", "CAP_KILL", "CAP_NET_RAW");
        assertEquals(set, texts(rootCaps.path("effective")));
        assertFalse(rootCaps.has("inheritable"));
        assertFalse(rootCaps.has("ambient"));
        JsonNode other = generate(with(adding).withProcess(process("1000", false, Map.of(), "0022")));
        assertEquals(set, texts(other.at("/process/capabilities/bounding")));
        assertEquals(List.of("CAP_NET_RAW"), texts(other.at("/process/capabilities/effective")));
        assertTrue(other.at("/process/noNewPrivileges").asBoolean());
        SecuritySpec every =
                new SecuritySpec(List.of("all"), List.of(), true, SeccompProfile.DEFAULT, List.of(), List.of());
        assertEquals(
                List.of(),
                texts(generate(with(every).withProcess(process("1000", false, Map.of(), "0022")))
                        .at("/process/capabilities/effective")));
    }

    private JsonNode capabilitiesOfSession(ContainerSpec spec, String user, boolean privileged) throws IOException {
        ExecSpec exec = new ExecSpec(
                List.of("ls"),
                Map.of(),
                Optional.of(user),
                Optional.empty(),
                false,
                privileged,
                StreamSelection.ALL,
                Optional.empty(),
                Optional.empty());
        return new ObjectMapper()
                .readTree(generator().generate(record(spec), exec, root))
                .path("capabilities");
    }

    @Test
    void capabilitiesThatWereAskedForAreOfTheContainersUserOnly() throws IOException {
        SecuritySpec adding = new SecuritySpec(
                List.of("CAP_NET_RAW"), List.of(), false, SeccompProfile.DEFAULT, List.of(), List.of());
        ContainerSpec spec = with(adding).withProcess(process("1000", false, Map.of(), "0022"));
        List<String> named = List.of("CAP_NET_RAW");
        assertEquals(named, texts(capabilitiesOfSession(spec, "1000", false).path("ambient")));
        assertEquals(named, texts(capabilitiesOfSession(spec, "1000", true).path("effective")));
        for (boolean privileged : List.of(false, true)) {
            JsonNode other = capabilitiesOfSession(spec, "1001", privileged);
            assertEquals(List.of(), texts(other.path("ambient")));
            assertEquals(List.of(), texts(other.path("effective")));
            assertTrue(texts(other.path("bounding")).contains("CAP_NET_RAW"));
        }
        JsonNode root = capabilitiesOfSession(spec, "0", true);
        assertEquals(texts(root.path("bounding")), texts(root.path("effective")));
    }

    @Test
    void mountsComeInTheirOrderAndOwnFilesAreReplaced() throws IOException {
        JsonNode spec = generate(with(new StorageSpec(
                true,
                true,
                List.of(
                        new Mount.Bind("/a", "/data/deep", true, false, List.of("rslave")),
                        new Mount.Bind("/b", "/data", false, false, List.of()),
                        new Mount.Bind("/c", "/etc/hosts", false, false, List.of()),
                        new Mount.Tmpfs("/tmp", List.of("size=1m", "dev"))),
                List.of(),
                Optional.of(4096L))));
        assertTrue(spec.at("/root/readonly").asBoolean());
        List<String> order = all(spec.path("mounts"), "destination");
        assertTrue(order.indexOf("/data") < order.indexOf("/data/deep"));
        assertTrue(order.indexOf("/run") < order.indexOf("/run/.containerenv"));
        assertEquals("/c", mount(spec, "/etc/hosts").path("source").asText());
        assertEquals(
                List.of("rslave", "rbind", "ro"),
                texts(mount(spec, "/data/deep").path("options")));
        assertEquals(
                List.of("rbind", "rprivate", "rw"), texts(mount(spec, "/data").path("options")));
        assertEquals(
                List.of("size=1m", "dev", "nosuid"), texts(mount(spec, "/tmp").path("options")));
        assertTrue(texts(mount(spec, "/dev/shm").path("options")).contains("size=4096"));
        assertEquals(1, order.stream().filter("/tmp"::equals).count());
        assertEquals("tmpfs", mount(spec, "/var/tmp").path("type").asText());
    }

    @Test
    void anInitProgramRunsTheCommand() throws IOException {
        JsonNode spec = generate(PLAIN.withProcess(process("0", true, Map.of(), "0022")));
        assertEquals(List.of("/run/podman-init", "--", "sh", "-c", "true"), texts(spec.at("/process/args")));
        assertEquals(
                "/usr/bin/catatonit",
                mount(spec, "/run/podman-init").path("source").asText());
    }

    private static ResourceSpec limits() {
        return new ResourceSpec(
                Optional.of(1L << 20),
                Optional.of(-1L),
                Optional.empty(),
                Optional.empty(),
                Optional.of(512L),
                Optional.empty(),
                Optional.empty(),
                Optional.of("0-1"),
                Optional.empty(),
                Optional.of(50L),
                Optional.empty());
    }

    @Test
    void resourcesAreLimitedAsFarAsTheKernelCan() throws IOException {
        JsonNode with = generate(with(limits())).at("/linux/resources");
        assertEquals(1 << 20, with.at("/memory/limit").asLong());
        assertEquals(-1, with.at("/memory/swap").asLong());
        assertEquals(512, with.at("/cpu/shares").asLong());
        assertEquals("0-1", with.at("/cpu/cpus").asText());
        assertEquals(50, with.at("/pids/limit").asLong());
        assertEquals(List.of(), generator().check(with(limits())));
        cgroups = new Cgroups(1, false, List.of("memory"), false);
        JsonNode without = generate(with(limits())).at("/linux/resources");
        assertFalse(without.path("memory").has("swap"));
        assertFalse(without.has("pids"));
        assertEquals(1, generator().check(with(limits())).size());
        assertFalse(generate(with(ResourceSpec.NONE)).at("/linux/resources").has("memory"));
    }

    @Test
    void aDeviceIsThereWithItsNumbersAndAllowed() throws IOException {
        JsonNode linux = generate(with(new StorageSpec(
                        false,
                        true,
                        List.of(),
                        List.of(new Device("/dev/null", "/dev/nothing", "rw")),
                        Optional.empty())))
                .path("linux");
        JsonNode device = linux.path("devices").path(0);
        assertEquals("/dev/nothing", device.path("path").asText());
        assertEquals("c", device.path("type").asText());
        assertEquals(1, device.path("major").asInt());
        assertEquals(3, device.path("minor").asInt());
        assertFalse(linux.at("/resources/devices/0/allow").asBoolean(true));
        assertEquals("rw", linux.at("/resources/devices/1/access").asText());
    }

    @Test
    void dangerousPathsAreHiddenUnlessTheyAreOpened() throws IOException {
        JsonNode plain = generate(PLAIN).path("linux");
        assertTrue(texts(plain.path("maskedPaths")).contains("/proc/kcore"));
        assertTrue(texts(plain.path("readonlyPaths")).contains("/proc/sys"));
        JsonNode some = generate(with(new SecuritySpec(
                        List.of(),
                        List.of(),
                        false,
                        SeccompProfile.DEFAULT,
                        List.of("/mine"),
                        List.of("/proc/kcore", "/proc/sys"))))
                .path("linux");
        assertFalse(texts(some.path("maskedPaths")).contains("/proc/kcore"));
        assertTrue(texts(some.path("maskedPaths")).containsAll(List.of("/mine", "/proc/keys")));
        assertFalse(texts(some.path("readonlyPaths")).contains("/proc/sys"));
        JsonNode open = generate(with(new SecuritySpec(
                        List.of(), List.of(), false, SeccompProfile.DEFAULT, List.of(), List.of("all"))))
                .path("linux");
        assertEquals(List.of(), texts(open.path("maskedPaths")));
        assertEquals(List.of(), texts(open.path("readonlyPaths")));
    }

    @Test
    void theSeccompProfileIsNarrowedToArchitectureAndCapabilities() throws IOException {
        Path file = root.resolve("seccomp.json");
        Files.writeString(file, """
                {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,
                 "archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86"]},
                            {"architecture":"SCMP_ARCH_AARCH64","subArchitectures":["SCMP_ARCH_ARM"]}],
                 "syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW","args":[],"includes":{},"excludes":{}},
                  {"names":["kill"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_KILL"]}},
                  {"names":["reboot"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_SYS_BOOT"]}},
                  {"names":["bpf"],"action":"SCMP_ACT_ERRNO","errnoRet":1,"excludes":{"caps":["CAP_BPF"]}},
                  {"names":["chown"],"action":"SCMP_ACT_ERRNO","excludes":{"caps":["CAP_CHOWN"]}},
                  {"names":["s390"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["s390x"]}},
                  {"names":["both"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["amd64","arm64"]},
                   "args":[{"index":0,"value":1,"op":"SCMP_CMP_EQ"}]}]}
                """);
        seccomp = Optional.of(file);
        JsonNode profile = generate(PLAIN).at("/linux/seccomp");
        assertEquals(38, profile.path("defaultErrnoRet").asInt());
        assertEquals(2, profile.path("architectures").size());
        List<String> names = new ArrayList<>();
        profile.path("syscalls").forEach(rule -> names.add(rule.at("/names/0").asText()));
        assertEquals(List.of("read", "kill", "bpf", "both"), names);
        assertFalse(profile.at("/syscalls/0").has("args"));
        assertEquals(1, profile.at("/syscalls/2/errnoRet").asInt());
        assertEquals(1, profile.at("/syscalls/3/args").size());
        SecuritySpec open =
                new SecuritySpec(List.of(), List.of(), false, SeccompProfile.UNCONFINED, List.of(), List.of());
        assertFalse(generate(with(open)).path("linux").has("seccomp"));
    }

    private void refused(ContainerSpec spec) {
        assertThrows(InvalidArgument.class, () -> generator().check(spec));
    }

    private static ContainerSpec bind(String source, String target) {
        return with(new StorageSpec(
                false,
                true,
                List.of(new Mount.Bind(source, target, false, false, List.of())),
                List.of(),
                Optional.empty()));
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsMade() {
        for (String target : List.of("/", "", "data", "/a/../b", "/./a", "/a\0b")) {
            refused(bind("/", target));
        }
        refused(bind("/no/such/place", "/data"));
        refused(bind("/a\0b", "/data"));
        assertEquals(List.of(), generator().check(bind("/", "/data/")));
        for (String device : List.of("/etc/passwd", "/dev/no-such", "/a\0b")) {
            refused(with(new StorageSpec(
                    false, true, List.of(), List.of(new Device(device, "/dev/x", "rwm")), Optional.empty())));
        }
        refused(PLAIN.withProcess(process("0", false, Map.of("no file", new Rlimit(1, 1)), "0022")));
        refused(PLAIN.withProcess(process("0", false, Map.of(), "rwx")));
        refused(PLAIN.withProcess(process("0", false, Map.of(), "99")));
        refused(with(
                new SecuritySpec(List.of("CAP_FLY"), List.of(), false, SeccompProfile.DEFAULT, List.of(), List.of())));
    }
}
