package io.helipod.core.spi.registry;

import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.registry.RegistryCredentials;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Driven port: registries (OCI distribution spec 1.1). Thread-safe; every call blocks until the registry has answered, and ends when
 * its thread is interrupted (Unavailable).
 *
 * <p>Names are as people write them; where a name really leads (mirrors, other locations, blocked registries) is the adapter's
 * configuration. Reading tries one source after the other. Failures are RegistryFailed, and say which registry and what was asked.
 * Transient ones were tried again before.
 */
public interface Registry {
    /** Bytes of the largest manifest taken. */
    int MOST_MANIFEST_BYTES = 4 << 20;

    /**
     * The manifest, of an image or an index, that the name's digest or else its tag points to.
     *
     * @return bytes that have the digest asked for, if one was; whether they are what the media type says is for the caller to see
     */
    RegistryManifest manifest(ImageReference name, RegistryAccess access);

    /**
     * Opens a blob. What breaks off while it is read is resumed, from another source if need be; reading ends after exactly as many
     * bytes as are missing, or throws RegistryFailed. The caller checks the digest, and closes.
     *
     * @param from how many bytes are there already; less than the blob's size
     */
    InputStream openBlob(ImageReference name, Descriptor blob, long from, RegistryAccess access);

    /** Makes sure the repository has the blob: it is there, it is mounted from another repository, or it is uploaded. */
    BlobOutcome pushBlob(ImageReference name, BlobUpload upload, RegistryAccess access);

    /** Stores a manifest under the name's tag, or under its digest where there is no tag; all its blobs are there. */
    void pushManifest(ImageReference name, RegistryManifest manifest, RegistryAccess access);

    /** Tags of the repository, in the registry's order. */
    List<String> tags(ImageReference name, RegistryAccess access);

    /**
     * Repositories that have the term in their name, by the registry's own search or else from its catalogue.
     *
     * @param host with port, if any
     * @param limit how many at most
     */
    List<FoundRepository> search(String host, String term, int limit, RegistryAccess access);

    /**
     * Shows credentials to a registry.
     *
     * @param server host with port, if any
     */
    void checkLogin(String server, RegistryCredentials credentials, Optional<Boolean> tlsVerify);
}
