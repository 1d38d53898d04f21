package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at blobs, each once however many images have it. For one thread. */
final class BlobCheck {
    private static final int BUFFER = 1 << 17;
    private final ContentStore content;
    private final boolean quick;
    private final Map<Digest, Optional<String>> known = new HashMap<>();

    /** @param quick whether the bytes are left unread */
    BlobCheck(ContentStore content, boolean quick) {
        this.content = content;
        this.quick = quick;
    }

    /**
     * What is wrong with a blob; empty for nothing. StorageFailed when the disk does not say.
     *
     * @param size as it should be; empty where that is not known
     */
    Optional<String> look(Digest digest, OptionalLong size) {
        OptionalLong there = content.size(digest);
        if (there.isEmpty()) {
            return Optional.of("blob " + digest + " is missing");
        }
        if (size.isPresent() && size.getAsLong() != there.getAsLong()) {
            return Optional.of(
                    "blob " + digest + " has " + there.getAsLong() + " bytes instead of " + size.getAsLong());
        }
        return quick ? Optional.empty() : known.computeIfAbsent(digest, this::read);
    }

    private Optional<String> read(Digest digest) {
        try (InputStream in = content.open(digest)) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, count);
            }
            return Digest.sha256(hash.digest()).equals(digest)
                    ? Optional.empty()
                    : Optional.of("blob " + digest + " has other bytes than its digest says");
        } catch (IOException e) {
            throw new StorageFailed("blob " + digest + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new StorageFailed("every Java platform has SHA-256", e);
        }
    }
}
