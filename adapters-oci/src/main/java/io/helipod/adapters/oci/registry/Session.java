package io.helipod.adapters.oci.registry;

import io.helipod.core.registry.RegistryCredentials;
import java.net.URI;

/**
 * What all requests about one repository for one purpose have in common.
 *
 * @param base {@code scheme://authority} of the registry: credentials go there and nowhere else
 * @param credentials for it
 * @param scope what a token is asked for; empty for none
 * @param patience with what fails; of one piece of work
 */
record Session(Source source, URI base, RegistryCredentials credentials, String scope, Patience patience) {
    /** A place below the registry's API; the parts' grammar has been checked. */
    URI api(String path) {
        return base.resolve("/v2/" + path);
    }

    /** A place of the repository. */
    URI repository(String rest) {
        return api(source.path() + "/" + rest);
    }

    /** Whether it is the registry's own place, however that is written: hosts have no case, and a scheme's own port need not be said. */
    boolean isHome(URI uri) {
        return base.getScheme().equals(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && port(base) == port(uri);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    }

    /** The same with the right to read another repository as well. */
    Session alsoReading(String path) {
        return new Session(source, base, credentials, scope + " repository:" + path + ":pull", patience);
    }
}
