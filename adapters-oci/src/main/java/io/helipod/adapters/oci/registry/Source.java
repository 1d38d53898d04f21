package io.helipod.adapters.oci.registry;

/**
 * A repository at the place where it is really asked for.
 *
 * @param host with port, if any
 * @param path of the repository there
 * @param verify whether TLS with a trusted certificate is insisted on
 */
record Source(String host, String path, boolean verify) {
    static final String DOCKER_HUB = "docker.io";
    static final String DOCKER_HUB_API = "registry-1.docker.io";

    /** Where it is connected to: Docker Hub's API is not where its name says. */
    String authority() {
        return host.equals(DOCKER_HUB) ? DOCKER_HUB_API : host;
    }

    /** The same, with a trusted certificate insisted on. */
    Source verified() {
        return new Source(host, path, true);
    }

    @Override
    public String toString() {
        return host + "/" + path;
    }
}
