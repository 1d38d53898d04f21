package io.helipod.core.internal.container;

import io.helipod.core.container.EnvUnset;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment of a container's process: the engine's, over it the configuration's, the image's, the client's. */
final class EnvDefaults {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private final Map<String, String> configured;

    /** @param configured for every container, from containers.conf */
    EnvDefaults(Map<String, String> configured) {
        this.configured = configured;
    }

    /** Never looks at the environment of this process. */
    Map<String, String> complete(ProcessSpec asked, ImageConfig image, Optional<String> hostname) {
        EnvUnset unset = asked.envUnset().orElse(EnvUnset.NONE);
        Map<String, String> env = unset.all() ? new LinkedHashMap<>() : defaults(asked, image);
        env.keySet().removeAll(unset.names());
        env.putAll(asked.env());
        if (!unset.names().contains("HOSTNAME")) {
            hostname.ifPresent(text -> env.putIfAbsent("HOSTNAME", text));
        }
        env.forEach((key, value) -> {
            if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw new InvalidArgument("invalid environment variable " + key);
            }
        });
        return env;
    }

    private Map<String, String> defaults(ProcessSpec asked, ImageConfig image) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", PATH);
        env.put("container", "podman");
        if (asked.terminal()) {
            env.put("TERM", "xterm");
        }
        env.putAll(configured);
        for (String entry : image.env()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                env.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return env;
    }
}
