package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.registry.RegistryAuth;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.registry.RegistryLogins;
import io.helipod.core.spi.registry.Registry;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows credentials to registries. Without a name or a password there is nothing to show, and nobody to ask for it. */
public final class LoginService implements RegistryLogins {
    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9a-f:]+](:[0-9]{1,5})?");
    private final Registry registry;

    public LoginService(Registry registry) {
        this.registry = registry;
    }

    /** Whether it is a host in lower case, with or without a port. */
    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    @Override
    public void check(String server, RegistryCredentials credentials, Optional<Boolean> tlsVerify) {
        String key = RegistryAuth.normalized(server.isEmpty() ? "docker.io" : server);
        int slash = key.indexOf('/');
        String host = slash < 0 ? key : key.substring(0, slash);
        if (!isHost(host)) {
            throw new InvalidArgument("invalid registry " + server);
        }
        if (credentials.identityToken().isEmpty()) {
            // what follows the colons is what clients of the reference know
            if (credentials.username().isEmpty()) {
                throw new InvalidArgument("no username: cannot prompt for username without stdin");
            }
            if (credentials.password().isEmpty()) {
                throw new InvalidArgument("no password: reading password: inappropriate ioctl for device");
            }
        }
        registry.checkLogin(host, credentials, tlsVerify.or(() -> ofThisMachine(host)));
    }

    /** A registry of this machine need not have a certificate that somebody trusts (docker and podman agree). */
    private static Optional<Boolean> ofThisMachine(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > 0 && !host.endsWith("]") ? host.substring(0, colon) : host;
        boolean local = name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
        return local ? Optional.of(false) : Optional.empty();
    }
}
