package io.helipod.adapters.oci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.registry.RegistryAuth;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.registry.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials in auth.json(5) and docker's config.json, read anew each time: somebody may have logged in meanwhile. Credential helpers are
 * not asked.
 */
final class AuthFiles {
    private static final System.Logger LOG = System.getLogger(AuthFiles.class.getName());
    private static final long LARGEST = 1 << 20;
    private final List<Path> files;

    AuthFiles(List<Path> files) {
        this.files = files;
    }

    /** The first file's that has any for the repository. */
    Optional<RegistryCredentials> forRepository(String registry, String path) {
        for (Path file : files) {
            Optional<RegistryCredentials> found = read(file).forRepository(registry, path);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static RegistryAuth read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return RegistryAuth.NONE;
            }
            JsonNode auths = ImageJson.child(
                    ImageJson.readObject(Files.readAllBytes(file), file.toString()), "auths", file.toString());
            Map<String, RegistryCredentials> found = new LinkedHashMap<>();
            auths.properties()
                    .forEach(entry -> credentials(entry.getValue()).ifPresent(one -> found.put(entry.getKey(), one)));
            return new RegistryAuth(Optional.empty(), found);
        } catch (IOException | InvalidArgument e) {
            // the message may quote what stands there
            LOG.log(System.Logger.Level.WARNING, () -> "credentials in " + file + " cannot be read");
            return RegistryAuth.NONE;
        }
    }

    private static Optional<RegistryCredentials> credentials(JsonNode entry) {
        Secret token = new Secret(entry.path("identitytoken").asText(""));
        String text;
        try {
            text = new String(
                    Base64.getDecoder().decode(entry.path("auth").asText("").strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = text.indexOf(':');
        RegistryCredentials found = colon < 0
                ? new RegistryCredentials("", Secret.NONE, token)
                : new RegistryCredentials(
                        text.substring(0, colon),
                        new Secret(text.substring(colon + 1).replaceAll("\0+$", "")),
                        token);
        return Optional.of(found).filter(one -> !one.anonymous());
    }
}
