package io.helipod.core.testing;

import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in a map. */
public final class InMemoryContentStore implements ContentStore {
    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public BlobWriter begin() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new BlobWriter() {
            @Override
            public void write(byte[] data, int offset, int length) {
                bytes.write(data, offset, length);
            }

            @Override
            public long size() {
                return bytes.size();
            }

            @Override
            public Digest commit() {
                byte[] all = bytes.toByteArray();
                Digest digest = digestOf(all);
                blobs.put(digest, all);
                return digest;
            }

            @Override
            public void close() {}
        };
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
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public OptionalLong size(Digest digest) {
        byte[] bytes = blobs.get(digest);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public boolean delete(Digest digest) {
        return blobs.remove(digest) != null;
    }

    @Override
    public List<Digest> list() {
        return List.copyOf(blobs.keySet());
    }
}
