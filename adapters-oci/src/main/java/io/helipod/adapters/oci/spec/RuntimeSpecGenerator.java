package io.helipod.adapters.oci.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.Device;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.ResourceSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.exec.ExecSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes config.json (OCI runtime spec 1.0, config.md and config-linux.md) for a completed container spec. What the image says was
 * turned into data before; here only numbers are looked up in its passwd and group files.
 */
public final class RuntimeSpecGenerator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INIT = "/run/podman-init";
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/dev/block",
            "/sys/devices/virtual/powercap",
            "/sys/firmware",
            "/sys/fs/selinux");
    private static final List<String> READ_ONLY =
            List.of("/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int TYPE_OF_MODE = 0170000;
    private final Cgroups cgroups;
    private final List<String> capabilities;
    private final Optional<SeccompFile> seccomp;
    private final ProcessDocument processes;

    /**
     * @param ceilings the hard limits of this process, by name without RLIMIT_
     */
    public RuntimeSpecGenerator(
            Cgroups cgroups, List<String> capabilities, Optional<Path> seccomp, Map<String, Rlimit> ceilings) {
        this.cgroups = cgroups;
        this.capabilities = List.copyOf(capabilities);
        this.seccomp = seccomp.map(SeccompFile::read);
        this.processes = new ProcessDocument(ceilings);
    }

    /** Checks what can be checked before there is a root; returns what the creator should know. */
    public List<String> check(ContainerSpec spec) {
        List<String> warnings = new ArrayList<>();
        List<String> unused = Capabilities.merge(
                capabilities, spec.security().capAdd(), spec.security().capDrop());
        spec.storage().devices().forEach(RuntimeSpecGenerator::device);
        for (Mount mount : spec.storage().mounts()) {
            requireClean(mount.target());
            if (mount instanceof Mount.Bind bind && !bind.createSource() && !Files.exists(path(bind.source()))) {
                throw new InvalidArgument("statfs " + bind.source() + ": no such file or directory");
            }
        }
        if (spec.resources().memory().isPresent() && !cgroups.limitsSwap()) {
            warnings.add("this kernel does not limit swap: memory is limited without it");
        }
        spec.process().umask().ifPresent(text -> {
            if (!text.matches("0?[0-7]{1,4}")) {
                throw new InvalidArgument("invalid umask " + text);
            }
        });
        spec.process().rlimits().keySet().forEach(name -> {
            if (!name.matches("[a-z]{2,12}")) {
                throw new InvalidArgument("invalid ulimit type " + name);
            }
        });
        return warnings;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidArgument("invalid path: " + e.getReason(), e);
        }
    }

    private static void requireClean(String target) {
        Path path = path(target);
        if (!path.isAbsolute() || path.getNameCount() == 0 || !path.normalize().equals(path)) {
            throw new InvalidArgument("invalid container path \"" + target + "\", must be an absolute path below /");
        }
    }

    /**
     * The bytes of process.json for a further process in a running container.
     *
     * @param root the container's root as its own processes see it
     */
    public byte[] generate(ContainerRecord container, ExecSpec exec, Path root) {
        SecuritySpec security = container.spec().security();
        List<String> granted = exec.privileged()
                ? ProcessDocument.Identity.everything()
                : Capabilities.merge(capabilities, security.capAdd(), security.capDrop());
        ProcessDocument.Identity identity = ProcessDocument.Identity.of(security, granted);
        ProcessSpec own = container.spec().process();
        ProcessSpec process = ExecProcess.of(own, exec);
        boolean another = !process.user().orElse("").equals(own.user().orElse(""));
        return bytes(processes.of(process, exec.command(), another ? identity.ofAnother() : identity, root));
    }

    /** The bytes of config.json. */
    public byte[] generate(ContainerRecord container, SpecPaths paths) {
        ContainerSpec spec = container.spec();
        ObjectNode root = JSON.createObjectNode();
        root.put("ociVersion", "1.0.2");
        List<String> granted = Capabilities.merge(
                capabilities, spec.security().capAdd(), spec.security().capDrop());
        List<String> args = spec.process().init()
                ? Stream.concat(Stream.of(INIT, "--"), container.args().stream())
                        .toList()
                : container.args();
        ProcessDocument.Identity identity = ProcessDocument.Identity.of(spec.security(), granted);
        root.set("process", processes.of(spec.process(), args, identity, paths.rootfs()));
        ObjectNode rootfs = root.putObject("root");
        rootfs.put("path", paths.rootfs().toString());
        rootfs.put("readonly", spec.storage().readOnlyRoot());
        if (spec.namespaces().uts() instanceof NamespaceMode.Private) {
            // in the host's namespace it would be the host's name
            spec.hostname().ifPresent(name -> root.put("hostname", name));
        }
        mounts(root.putArray("mounts"), spec, paths);
        ObjectNode annotations = root.putObject("annotations");
        spec.annotations().forEach(annotations::put);
        linux(root.putObject("linux"), spec, paths, granted);
        return bytes(root);
    }

    private static byte[] bytes(ObjectNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void mounts(ArrayNode node, ContainerSpec spec, SpecPaths paths) {
        mount(node, "/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev"));
        mount(node, "/dev", "tmpfs", "tmpfs", List.of("nosuid", "noexec", "strictatime", "mode=755", "size=65536k"));
        boolean hostNetwork = spec.namespaces().network() instanceof NetworkMode.Host;
        if (hostNetwork) {
            // a sysfs of the host's network namespace cannot be made anew
            mount(node, "/sys", "bind", "/sys", List.of("rbind", "nosuid", "noexec", "nodev", "ro", "rprivate"));
        } else {
            mount(node, "/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro"));
        }
        mount(
                node,
                "/dev/pts",
                "devpts",
                "devpts",
                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
        if (spec.namespaces().ipc() instanceof NamespaceMode.Host) {
            mount(node, "/dev/mqueue", "bind", "/dev/mqueue", List.of("rbind", "nosuid", "noexec", "nodev"));
            mount(node, "/dev/shm", "bind", "/dev/shm", List.of("rbind", "nosuid", "noexec", "nodev"));
        } else {
            mount(node, "/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));
            mount(
                    node,
                    "/dev/shm",
                    "tmpfs",
                    "shm",
                    List.of(
                            "nosuid",
                            "noexec",
                            "nodev",
                            "mode=1777",
                            "size=" + spec.storage().shmSize().orElse(64L << 20)));
        }
        mount(
                node,
                "/sys/fs/cgroup",
                "cgroup",
                "cgroup",
                List.of("rprivate", "nosuid", "noexec", "nodev", "relatime", "ro"));
        List<Mount> own = spec.storage().mounts();
        if (spec.storage().readOnlyRoot() && spec.storage().readWriteTmpfs()) {
            for (String target : List.of("/run", "/tmp", "/var/tmp")) {
                if (own.stream().noneMatch(mount -> mount.target().equals(target))) {
                    mount(
                            node,
                            target,
                            "tmpfs",
                            "tmpfs",
                            List.of(
                                    "rw",
                                    "rprivate",
                                    "nosuid",
                                    "nodev",
                                    "tmpcopyup",
                                    target.equals("/run") ? "mode=755" : "mode=1777"));
                }
            }
        }
        file(node, own, "/etc/resolv.conf", paths.resolvConf());
        file(node, own, "/etc/hosts", paths.hosts());
        file(node, own, "/etc/hostname", paths.hostname());
        file(node, own, "/run/.containerenv", paths.containerEnv());
        if (spec.process().init()) {
            Path init = paths.init().orElseThrow(() -> new InvalidArgument("no init program is installed (catatonit)"));
            mount(node, INIT, "bind", init.toString(), List.of("bind", "ro"));
        }
        own.stream()
                .sorted(java.util.Comparator.comparingInt(
                        mount -> Path.of(mount.target()).getNameCount()))
                .forEach(mount -> own(node, mount));
    }

    private static void own(ArrayNode node, Mount mount) {
        switch (mount) {
            case Mount.Bind bind -> {
                List<String> options = new ArrayList<>(bind.options());
                if (options.stream().noneMatch(o -> o.equals("bind") || o.equals("rbind"))) {
                    options.add("rbind");
                }
                if (options.stream().noneMatch(o -> o.matches("r?(private|shared|slave|unbindable)"))) {
                    options.add("rprivate");
                }
                options.removeIf(o -> o.equals("ro") || o.equals("rw"));
                options.add(bind.readOnly() ? "ro" : "rw");
                mount(node, bind.target(), "bind", bind.source(), options);
            }
            case Mount.Tmpfs tmpfs -> {
                List<String> options = new ArrayList<>(tmpfs.options());
                for (String option : List.of("nosuid", "nodev")) {
                    String contrary = option.substring(2);
                    if (!options.contains(option) && !options.contains(contrary)) {
                        options.add(option);
                    }
                }
                mount(node, tmpfs.target(), "tmpfs", "tmpfs", options);
            }
        }
    }

    private static void file(ArrayNode node, List<Mount> own, String target, Path source) {
        if (own.stream().noneMatch(mount -> mount.target().equals(target))) {
            mount(node, target, "bind", source.toString(), List.of("bind", "rprivate"));
        }
    }

    private static void list(ArrayNode node, List<String> texts) {
        texts.forEach(node::add);
    }

    private static void mount(ArrayNode node, String target, String type, String source, List<String> options) {
        ObjectNode mount = node.addObject();
        mount.put("destination", target);
        mount.put("type", type);
        mount.put("source", source);
        list(mount.putArray("options"), options);
    }

    private void linux(ObjectNode node, ContainerSpec spec, SpecPaths paths, List<String> granted) {
        ArrayNode namespaces = node.putArray("namespaces");
        namespaces.addObject().put("type", "mount");
        namespace(namespaces, "pid", spec.namespaces().pid());
        namespace(namespaces, "ipc", spec.namespaces().ipc());
        namespace(namespaces, "uts", spec.namespaces().uts());
        namespace(namespaces, "cgroup", spec.namespaces().cgroup());
        switch (spec.namespaces().network()) {
            case NetworkMode.Default d -> ownNetwork(node, namespaces);
            case NetworkMode.None n -> ownNetwork(node, namespaces);
            case NetworkMode.Host h -> {}
        }
        propagation(spec.storage().mounts()).ifPresent(mode -> node.put("rootfsPropagation", mode));
        node.put("cgroupsPath", paths.cgroup());
        resources(node.putObject("resources"), spec);
        ArrayNode devices = node.putArray("devices");
        spec.storage().devices().forEach(one -> devices.add(device(one)));
        SecuritySpec security = spec.security();
        boolean open = security.unmask().stream().anyMatch(path -> path.equalsIgnoreCase("ALL"));
        ArrayNode masked = node.putArray("maskedPaths");
        ArrayNode readOnly = node.putArray("readonlyPaths");
        if (!open) {
            MASKED.stream().filter(path -> !security.unmask().contains(path)).forEach(masked::add);
            READ_ONLY.stream().filter(path -> !security.unmask().contains(path)).forEach(readOnly::add);
        }
        security.mask().forEach(masked::add);
        switch (security.seccomp()) {
            case SeccompProfile.Default d ->
                seccomp.ifPresent(file -> node.set("seccomp", file.forCapabilities(granted)));
            case SeccompProfile.Unconfined u -> {}
        }
    }

    /** With podman's default that root may ping without CAP_NET_RAW (containers.conf(5) default_sysctls). */
    private static void ownNetwork(ObjectNode node, ArrayNode namespaces) {
        namespaces.addObject().put("type", "network");
        node.putObject("sysctl").put("net.ipv4.ping_group_range", "0 0");
    }

    /** A mount that is to be seen outside, or outside's in it, needs a root that passes mounts on that way. */
    private static Optional<String> propagation(List<Mount> mounts) {
        List<String> options = mounts.stream()
                .flatMap(mount -> mount instanceof Mount.Bind bind ? bind.options().stream() : Stream.empty())
                .toList();
        if (options.contains("shared") || options.contains("rshared")) {
            return Optional.of("shared");
        }
        return options.contains("slave") || options.contains("rslave") ? Optional.of("rslave") : Optional.empty();
    }

    private static void namespace(ArrayNode node, String type, NamespaceMode mode) {
        switch (mode) {
            case NamespaceMode.Private p -> node.addObject().put("type", type);
            case NamespaceMode.Host h -> {}
        }
    }

    private void resources(ObjectNode node, ContainerSpec spec) {
        ResourceSpec limits = spec.resources();
        ArrayNode rules = node.putArray("devices");
        rules.addObject().put("allow", false).put("access", "rwm");
        for (Device device : spec.storage().devices()) {
            ObjectNode host = device(device);
            rules.addObject()
                    .put("allow", true)
                    .put("type", host.get("type").asText())
                    .put("major", host.get("major").asLong())
                    .put("minor", host.get("minor").asLong())
                    .put("access", device.permissions());
        }
        ObjectNode memory = JSON.createObjectNode();
        limits.memory().ifPresent(bytes -> memory.put("limit", bytes));
        if (cgroups.limitsSwap()) {
            limits.memorySwap().ifPresent(bytes -> memory.put("swap", bytes));
        }
        limits.memoryReservation().ifPresent(bytes -> memory.put("reservation", bytes));
        limits.memorySwappiness().ifPresent(percent -> memory.put("swappiness", percent));
        if (!memory.isEmpty()) {
            node.set("memory", memory);
        }
        ObjectNode cpu = JSON.createObjectNode();
        limits.cpuShares().ifPresent(weight -> cpu.put("shares", weight));
        limits.cpuQuota().ifPresent(micros -> cpu.put("quota", micros));
        limits.cpuPeriod().ifPresent(micros -> cpu.put("period", micros));
        limits.cpusetCpus().ifPresent(text -> cpu.put("cpus", text));
        limits.cpusetMems().ifPresent(text -> cpu.put("mems", text));
        if (!cpu.isEmpty()) {
            node.set("cpu", cpu);
        }
        if (cgroups.has("pids")) {
            limits.pids()
                    .filter(most -> most != 0)
                    .ifPresent(most -> node.putObject("pids").put("limit", most));
        }
    }

    private static ObjectNode device(Device device) {
        Path path = path(device.source());
        try {
            Map<String, Object> facts = Files.readAttributes(path, "unix:mode,rdev,uid,gid");
            int mode = (int) number(facts, "mode");
            long number = number(facts, "rdev");
            String type = switch (mode & TYPE_OF_MODE) {
                case CHARACTER_DEVICE -> "c";
                case BLOCK_DEVICE -> "b";
                default -> throw new InvalidArgument(path + " is not a device");
            };
            ObjectNode node = JSON.createObjectNode();
            node.put("path", device.target());
            node.put("type", type);
            node.put("major", number >>> 8 & 0xfff | number >>> 32 & ~0xfffL);
            node.put("minor", number & 0xff | number >>> 12 & ~0xffL & 0xffffffffL);
            node.put("fileMode", mode & 07777);
            node.put("uid", number(facts, "uid"));
            node.put("gid", number(facts, "gid"));
            return node;
        } catch (IOException e) {
            throw new InvalidArgument("device " + path + " cannot be used: no such file or directory", e);
        }
    }

    private static long number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
