package io.helipod.adapters.oci.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.adapters.oci.linux.Machine;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The distribution's seccomp profile (containers-common seccomp.json), which is written for all architectures and sets of
 * capabilities, narrowed to one container: OCI runtime spec, config-linux.md "Seccomp". Parsed once.
 */
final class SeccompFile {
    private static final String ARCH = Machine.here().goName();
    private static final Map<String, String> NATIVE = Map.of("amd64", "SCMP_ARCH_X86_64", "arm64", "SCMP_ARCH_AARCH64");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nearly all containers have one of few sets of capabilities; clients may think of more than are worth keeping. */
    private static final int MOST_KEPT = 64;

    private final JsonNode profile;
    private final ConcurrentHashMap<Set<String>, ObjectNode> narrowed = new ConcurrentHashMap<>();

    private SeccompFile(JsonNode profile) {
        this.profile = profile;
    }

    static SeccompFile read(Path file) {
        try {
            return new SeccompFile(JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new StorageFailed("seccomp profile " + file + " could not be read", e);
        }
    }

    /** What stands in {@code linux.seccomp} for a process with these capabilities; not to be changed. */
    ObjectNode forCapabilities(List<String> capabilities) {
        Set<String> key = Set.copyOf(capabilities);
        ObjectNode kept = narrowed.get(key);
        if (kept != null) {
            return kept;
        }
        ObjectNode made = narrow(capabilities);
        if (narrowed.size() < MOST_KEPT) {
            narrowed.put(key, made);
        }
        return made;
    }

    private ObjectNode narrow(List<String> capabilities) {
        ObjectNode seccomp = JSON.createObjectNode();
        seccomp.put("defaultAction", profile.path("defaultAction").asText("SCMP_ACT_ERRNO"));
        if (profile.has("defaultErrnoRet")) {
            seccomp.put("defaultErrnoRet", profile.path("defaultErrnoRet").asInt());
        }
        ArrayNode architectures = seccomp.putArray("architectures");
        for (JsonNode arch : profile.path("archMap")) {
            if (arch.path("architecture").asText().equals(NATIVE.get(ARCH))) {
                architectures.add(arch.path("architecture"));
                arch.path("subArchitectures").forEach(architectures::add);
            }
        }
        ArrayNode syscalls = seccomp.putArray("syscalls");
        for (JsonNode rule : profile.path("syscalls")) {
            if (applies(rule, capabilities)) {
                syscalls.add(rule(rule));
            }
        }
        return seccomp;
    }

    private static boolean applies(JsonNode rule, List<String> capabilities) {
        JsonNode includes = rule.path("includes");
        JsonNode excludes = rule.path("excludes");
        return (!includes.has("arches") || has(includes.path("arches"), ARCH))
                && !has(excludes.path("arches"), ARCH)
                && all(includes.path("caps"), capabilities)
                && !any(excludes.path("caps"), capabilities);
    }

    private static boolean has(JsonNode list, String text) {
        for (JsonNode one : list) {
            if (one.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(JsonNode wanted, List<String> held) {
        for (JsonNode one : wanted) {
            if (!held.contains(one.asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(JsonNode refused, List<String> held) {
        for (JsonNode one : refused) {
            if (held.contains(one.asText())) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode rule(JsonNode rule) {
        ObjectNode out = JSON.createObjectNode();
        out.set("names", rule.path("names"));
        out.put("action", rule.path("action").asText());
        if (rule.has("errnoRet")) {
            out.put("errnoRet", rule.path("errnoRet").asInt());
        }
        if (!rule.path("args").isEmpty()) {
            out.set("args", rule.path("args"));
        }
        return out;
    }
}
