package io.helipod.adapters.oci.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SecuritySpec;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The process of a container, or a further one in it (OCI runtime spec, config.md "Process"). Users are looked up in the container's
 * root, which is hostile.
 */
final class ProcessDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigInteger UNLIMITED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private final Map<String, Rlimit> ceilings;

    /**
     * @param ceilings the hard limits of this process, by name without RLIMIT_
     */
    ProcessDocument(Map<String, Rlimit> ceilings) {
        this.ceilings = Map.copyOf(ceilings);
    }

    /**
     * What a process may do.
     *
     * @param granted capabilities of root, and the most anybody may get
     * @param named those that a user other than root holds too
     */
    record Identity(List<String> granted, List<String> named, boolean noNewPrivileges) {
        /** That of a container. */
        static Identity of(SecuritySpec security, List<String> granted) {
            return new Identity(granted, Capabilities.named(security.capAdd()), security.noNewPrivileges());
        }

        /** What a privileged session's root holds: everything this engine may grant. */
        static List<String> everything() {
            return Capabilities.merge(List.of(), List.of("ALL"), List.of());
        }

        /** That of a user the container was not made for, who holds nothing unless it is root. */
        Identity ofAnother() {
            return new Identity(granted, List.of(), noNewPrivileges);
        }
    }

    /** The document. */
    ObjectNode of(ProcessSpec process, List<String> args, Identity identity, Path rootfs) {
        ContainerUser user = ContainerUser.resolve(rootfs, process.user().orElse(""), process.groups());
        ObjectNode node = JSON.createObjectNode();
        node.put("terminal", process.terminal());
        ObjectNode userNode = node.putObject("user");
        userNode.put("uid", user.uid());
        userNode.put("gid", user.gid());
        userNode.put("umask", Integer.parseInt(process.umask().orElse("0022"), 8));
        if (!user.groups().isEmpty()) {
            ArrayNode groups = userNode.putArray("additionalGids");
            user.groups().forEach(groups::add);
        }
        list(node.putArray("args"), args);
        ArrayNode env = node.putArray("env");
        process.env().forEach((name, value) -> env.add(name + "=" + value));
        if (!process.env().containsKey("HOME")) {
            env.add("HOME=" + user.home());
        }
        node.put("cwd", process.workingDir().orElse("/"));
        capabilities(node.putObject("capabilities"), user, identity);
        rlimits(node.putArray("rlimits"), process.rlimits());
        node.put("noNewPrivileges", identity.noNewPrivileges());
        process.oomScoreAdj().ifPresent(score -> node.put("oomScoreAdj", score));
        return node;
    }

    /** Inheritable and ambient stay empty for root; another user has only what was asked for by name (CVE-2022-27649). */
    private static void capabilities(ObjectNode node, ContainerUser user, Identity identity) {
        List<String> held = user.uid() == 0 ? identity.granted() : identity.named();
        list(node.putArray("bounding"), identity.granted());
        list(node.putArray("effective"), held);
        list(node.putArray("permitted"), held);
        if (user.uid() != 0) {
            list(node.putArray("inheritable"), held);
            list(node.putArray("ambient"), held);
        }
    }

    private static void list(ArrayNode node, List<String> texts) {
        texts.forEach(node::add);
    }

    /** A limit above what this process has would make the runtime fail, so it is clipped. */
    private void rlimits(ArrayNode node, Map<String, Rlimit> limits) {
        limits.forEach((name, limit) -> {
            long ceiling =
                    Optional.ofNullable(ceilings.get(name)).map(Rlimit::hard).orElse(-1L);
            ObjectNode one = node.addObject();
            one.put("type", "RLIMIT_" + name.toUpperCase(Locale.ROOT));
            long hard = clipped(limit.hard(), ceiling);
            one.put("hard", unsigned(hard));
            one.put("soft", unsigned(clipped(limit.soft(), hard)));
        });
    }

    private static long clipped(long wanted, long ceiling) {
        if (ceiling < 0) {
            return wanted;
        }
        return wanted < 0 ? ceiling : Math.min(wanted, ceiling);
    }

    private static BigInteger unsigned(long value) {
        return value < 0 ? UNLIMITED : BigInteger.valueOf(value);
    }
}
