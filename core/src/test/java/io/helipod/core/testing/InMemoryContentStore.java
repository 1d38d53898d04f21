package io.helipod.core.testing;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Blobs in a map. */
public final class InMemoryContentStore implements ContentStore {
    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();

    private final Map<Digest, ByteArrayOutputStream> parts = new ConcurrentHashMap<>();
    private final Map<Digest, Instant> written = new ConcurrentHashMap<>();
    private final Set<Digest> resumed = ConcurrentHashMap.newKeySet();
    private final Map<Digest, Integer> opened = new ConcurrentHashMap<>();
    private volatile long room = Long.MAX_VALUE;
    private volatile Consumer<Digest> beforeCommit = digest -> {};
    private volatile Consumer<Digest> beforeDelete = digest -> {};
    private volatile Optional<Digest> unreadable = Optional.empty();

    @Override
    public BlobWriter begin() {
        return new Writer(Optional.empty(), new ByteArrayOutputStream());
    }

    @Override
    public BlobWriter resume(Digest digest) {
        if (!digest.algorithm().equals("sha256")) {
            throw new NotSupported("only sha256");
        }
        if (!resumed.add(digest)) {
            throw new StorageFailed("blob " + digest + " is being written already");
        }
        return new Writer(Optional.of(digest), parts.computeIfAbsent(digest, key -> new ByteArrayOutputStream()));
    }

    @Override
    public List<Digest> commit(List<BlobWriter> blobs) {
        return blobs.stream().map(BlobWriter::commit).toList();
    }

    @Override
    public void dropParts(Instant before) {
        parts.keySet()
                .removeIf(digest -> !resumed.contains(digest)
                        && written.getOrDefault(digest, Instant.EPOCH).isBefore(before));
    }

    /** As if the disk had come to hold these bytes under the digest. */
    public void corrupt(Digest digest, byte[] bytes) {
        blobs.put(digest, bytes.clone());
    }

    @Override
    public void dropPart(Digest digest) {
        if (!resumed.contains(digest)) {
            parts.remove(digest);
        }
    }

    /** Takes no blob that has so many bytes or more. */
    public void room(long bytes) {
        room = bytes;
    }

    /** What happens before a blob becomes visible, as long as a disk may take. */
    public void beforeCommit(Consumer<Digest> what) {
        beforeCommit = what;
    }

    /** What happens before a blob is removed. */
    public void beforeDelete(Consumer<Digest> what) {
        beforeDelete = what;
    }

    /** How often the blob was opened. */
    public int opened(Digest digest) {
        return opened.getOrDefault(digest, 0);
    }

    /** Lets the disk fail where the blob lies. */
    public void failReading(Digest digest) {
        unreadable = Optional.of(digest);
    }

    /** How many unfinished blobs are kept. */
    public int parts() {
        return parts.size();
    }

    private final class Writer implements BlobWriter {
        private final Optional<Digest> expected;
        private final ByteArrayOutputStream bytes;

        Writer(Optional<Digest> expected, ByteArrayOutputStream bytes) {
            this.expected = expected;
            this.bytes = bytes;
        }

        @Override
        public void expect(long more) {
            if (more >= room) {
                throw StorageFailed.full("no space left for " + more + " bytes", null);
            }
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            expect(bytes.size() + length);
            bytes.write(data, offset, length);
        }

        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public Digest digest() {
            return digestOf(bytes.toByteArray());
        }

        @Override
        public Digest commit() {
            byte[] all = bytes.toByteArray();
            Digest digest = digestOf(all);
            beforeCommit.accept(digest);
            discard();
            if (expected.isPresent() && !expected.get().equals(digest)) {
                throw new InvalidArgument("blob is " + digest + ", not " + expected.get());
            }
            blobs.put(digest, all);
            return digest;
        }

        @Override
        public void discard() {
            expected.ifPresent(parts::remove);
            close();
        }

        @Override
        public void close() {
            if (bytes.size() == 0) {
                expected.ifPresent(parts::remove);
            }
            expected.ifPresent(digest -> written.put(digest, Instant.now()));
            expected.ifPresent(resumed::remove);
        }
    }

    /** The SHA-256 of some bytes. */
    public static Digest digestOf(byte[] bytes) {
        try {
            return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public InputStream open(Digest digest) {
        byte[] bytes = blobs.get(digest);
        if (bytes == null) {
            throw new NotFound(ResourceType.BLOB, digest.toString());
        }
        opened.merge(digest, 1, Integer::sum);
        if (unreadable.filter(digest::equals).isPresent()) {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("Input/output error");
                }
            };
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public OptionalLong size(Digest digest) {
        byte[] bytes = blobs.get(digest);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public boolean delete(Digest digest) {
        beforeDelete.accept(digest);
        return blobs.remove(digest) != null;
    }

    @Override
    public List<Digest> list() {
        return List.copyOf(blobs.keySet());
    }
}
