package io.helipod.adapters.storage.file;

import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Every path of the storage, computed in this one place. What must last lies below the root, what must vanish at a reboot below
 * the run root.
 *
 * <pre>
 * root/owner.lock                        run-root/owner.lock
 * root/records.sqlite                    records and events
 * root/content/                          OCI image layout; ingest/ holds blobs on their way in, parts/ unfinished ones by digest
 * root/overlay/layers/DIFF/VARIANT/      diff/ and info; VARIANT is shared, or a chain id for a layer that links below
 * root/overlay/chains/CHAIN/             layers, l/0 l/1 ... (short links for long chains), fix/ (corrected directories)
 * root/overlay/containers/ID/            chain (link to the chain id), diff/, work/, merged/
 * root/overlay/tmp/                      what is being made or removed; emptied at open
 * </pre>
 *
 * All folders are 0700: a layer may hold set-user-ID programs and devices, which no user of the host may reach.
 *
 * @param root absolute
 * @param runRoot absolute
 */
public record StorageRoot(Path root, Path runRoot) {
    /** Normalises both paths. */
    public StorageRoot {
        root = root.toAbsolutePath().normalize();
        runRoot = runRoot.toAbsolutePath().normalize();
    }

    /** The lock of the lasting part. */
    public Path lock() {
        return root.resolve("owner.lock");
    }

    /** The lock of the part that vanishes. */
    public Path runLock() {
        return runRoot.resolve("owner.lock");
    }

    /** The database of records and events. */
    public Path database() {
        return root.resolve("records.sqlite");
    }

    /** The OCI image layout. */
    public Path content() {
        return root.resolve("content");
    }

    /** Blobs by SHA-256. */
    public Path blobs() {
        return content().resolve("blobs").resolve("sha256");
    }

    /** Blobs on their way in. */
    public Path ingest() {
        return content().resolve("ingest");
    }

    /** Unfinished blobs whose digest is known. */
    public Path parts() {
        return content().resolve("parts");
    }

    /** An unfinished blob. */
    public Path part(Digest digest) {
        return parts().resolve(digest.hex());
    }

    /** A blob; the digest's grammar was checked when it was made. */
    public Path blob(Digest digest) {
        return content().resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }

    /** Everything of the overlay driver. */
    public Path overlay() {
        return root.resolve("overlay");
    }

    /** Unpacked layers by diff id. */
    public Path layers() {
        return overlay().resolve("layers");
    }

    /** One layer's variants. */
    public Path layer(Digest diffId) {
        return layers().resolve(diffId.hex());
    }

    /** What is kept per chain of layers. */
    public Path chains() {
        return overlay().resolve("chains");
    }

    /** What is kept of one chain. */
    public Path chain(String chainId) {
        return chains().resolve(chainId);
    }

    /** Writable layers. */
    public Path containers() {
        return overlay().resolve("containers");
    }

    /** One container's writable layer. */
    public Path container(ContainerId id) {
        return containers().resolve(id.value());
    }

    /** What is being made or removed. */
    public Path scratch() {
        return overlay().resolve("tmp");
    }

    /** Makes the folders that are missing, and those above the root with the usual mode. */
    public void create() throws IOException {
        for (Path top : new Path[] {root, runRoot}) {
            Path above = top.getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            makePrivate(top);
        }
        for (Path folder : new Path[] {
            content(),
            content().resolve("blobs"),
            blobs(),
            ingest(),
            parts(),
            overlay(),
            layers(),
            chains(),
            containers(),
            scratch()
        }) {
            makePrivate(folder);
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
