package io.helipod.adapters.storage.content;

import io.helipod.adapters.storage.file.AtomicFile;
import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.adapters.storage.file.TreeRemoval;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blobs as files of an OCI image layout. The layout's index stays empty: what refers to a blob is recorded in the database, and
 * two places would contradict each other one day.
 */
public final class OciContentStore implements ContentStore {
    private final StorageRoot root;
    private final DiskRoom room;
    private final AtomicLong ingested = new AtomicLong();
    private final Set<Digest> resumed = ConcurrentHashMap.newKeySet();

    private OciContentStore(StorageRoot root, DiskRoom room) {
        this.root = root;
        this.room = room;
    }

    /**
     * Opens the layout, making what is missing and removing what interrupted writers left. The root's owner only.
     *
     * @param reserve bytes of the disk that blobs leave free
     */
    public static OciContentStore open(StorageRoot root, long reserve) {
        try {
            TreeRemoval.empty(root.ingest());
            writeOnce(root.content().resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            writeOnce(root.content().resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
            return new OciContentStore(root, DiskRoom.of(root.content(), reserve));
        } catch (IOException e) {
            throw new StorageFailed("cannot open content store " + root.content() + ": " + e, e);
        }
    }

    private static void writeOnce(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public BlobWriter begin() {
        Path file = root.ingest().resolve(Long.toString(ingested.incrementAndGet()));
        try {
            return BlobFile.fresh(root, room, file);
        } catch (IOException e) {
            throw new StorageFailed("cannot begin blob " + file + ": " + e, e);
        }
    }

    @Override
    public BlobWriter resume(Digest digest) {
        if (!digest.algorithm().equals("sha256")) {
            throw new NotSupported("blobs are kept by sha256 only, not " + digest.algorithm());
        }
        if (!resumed.add(digest)) {
            throw new StorageFailed("blob " + digest + " is being written already");
        }
        try {
            return BlobFile.resumed(root, room, digest, () -> resumed.remove(digest));
        } catch (IOException e) {
            resumed.remove(digest);
            throw new StorageFailed("cannot go on with blob " + digest + ": " + e, e);
        }
    }

    @Override
    public List<Digest> commit(List<BlobWriter> blobs) {
        List<Digest> digests = new ArrayList<>();
        for (BlobWriter one : blobs) {
            if (!(one instanceof BlobFile file)) {
                throw new IllegalArgumentException("a writer of another store");
            }
            digests.add(file.publish());
        }
        try {
            AtomicFile.syncFolder(root.blobs());
        } catch (IOException e) {
            throw new StorageFailed("cannot keep blobs " + digests + ": " + e, e);
        }
        return List.copyOf(digests);
    }

    @Override
    public void dropParts(Instant before) {
        FileTime limit = FileTime.from(before);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.parts())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}")) {
                    dropPart(new Digest("sha256", name), file, limit);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot drop unfinished blobs: " + e, e);
        }
    }

    @Override
    public void dropPart(Digest digest) {
        try {
            dropPart(digest, root.part(digest), FileTime.from(Instant.MAX));
        } catch (IOException e) {
            throw new StorageFailed("cannot drop the unfinished blob " + digest + ": " + e, e);
        }
    }

    private void dropPart(Digest digest, Path file, FileTime limit) throws IOException {
        if (!resumed.add(digest)) {
            return; // somebody is writing it
        }
        try {
            if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // finished meanwhile
        } finally {
            resumed.remove(digest);
        }
    }

    @Override
    public InputStream open(Digest digest) {
        try {
            return Files.newInputStream(root.blob(digest));
        } catch (NoSuchFileException e) {
            throw new NotFound(ResourceType.BLOB, digest.toString());
        } catch (IOException e) {
            throw new StorageFailed("cannot open blob " + digest + ": " + e, e);
        }
    }

    @Override
    public OptionalLong size(Digest digest) {
        try {
            return OptionalLong.of(Files.size(root.blob(digest)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new StorageFailed("cannot look at blob " + digest + ": " + e, e);
        }
    }

    @Override
    public boolean delete(Digest digest) {
        try {
            return Files.deleteIfExists(root.blob(digest));
        } catch (IOException e) {
            throw new StorageFailed("cannot remove blob " + digest + ": " + e, e);
        }
    }

    @Override
    public List<Digest> list() {
        List<Digest> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.blobs(), "[0-9a-f]*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}")) {
                    found.add(new Digest("sha256", name));
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot list blobs: " + e, e);
        }
        return List.copyOf(found);
    }
}
