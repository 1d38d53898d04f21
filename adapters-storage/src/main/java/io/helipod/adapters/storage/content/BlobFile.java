package io.helipod.adapters.storage.content;

import io.helipod.adapters.storage.file.AtomicFile;
import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** A blob on its way in: hashed while it is written, renamed to its digest when it is whole. */
final class BlobFile implements BlobWriter {
    private static final int BUFFER = 1 << 17;

    /** Bytes after which the disk is looked at, and begins to write. */
    private static final long STRIDE = 4 << 20;

    private final StorageRoot root;
    private final DiskRoom room;
    private final Path file;
    private final Optional<Digest> expected;
    private final Runnable released;
    private final FileChannel channel;
    private final MessageDigest hash = sha256();
    private long size;
    private long begun;
    private boolean ended;

    private BlobFile(
            StorageRoot root,
            DiskRoom room,
            Path file,
            Optional<Digest> expected,
            Runnable released,
            StandardOpenOption... options)
            throws IOException {
        this.root = root;
        this.room = room;
        this.file = file;
        this.expected = expected;
        this.released = released;
        this.channel = FileChannel.open(file, options);
    }

    /** A blob that begins; closing it drops it. */
    static BlobFile fresh(StorageRoot root, DiskRoom room, Path file) throws IOException {
        return new BlobFile(
                root, room, file, Optional.empty(), () -> {}, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A blob that goes on: what is there of it is hashed once more, for a hash cannot be kept. Closing it keeps it. */
    static BlobFile resumed(StorageRoot root, DiskRoom room, Digest digest, Runnable released) throws IOException {
        BlobFile blob = new BlobFile(
                root,
                room,
                root.part(digest),
                Optional.of(digest),
                released,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            blob.rehash();
            return blob;
        } catch (IOException e) {
            blob.channel.close();
            throw e;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void rehash() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) >= 0) {
            size += buffer.position();
            hash.update(buffer.flip());
            buffer.clear();
        }
    }

    @Override
    public void expect(long bytes) {
        room.require(bytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        boolean strides = size + length - begun >= STRIDE;
        if (strides) {
            expect(length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            if (isFull(e)) {
                throw StorageFailed.full("cannot store a blob: " + e.getMessage(), e);
            }
            throw e;
        }
        hash.update(bytes, offset, length);
        size += length;
        if (strides) {
            begun = size;
            beginWriting();
        }
    }

    /** Has the disk begin with what came so far, so that less is left to wait for in the end. */
    private void beginWriting() throws IOException {
        try (LinuxCalls linux = LinuxCalls.small()) {
            int open = linux.openFile(file);
            linux.beginWriting(open);
            linux.close(open);
        }
    }

    @Override
    public Digest digest() {
        try {
            return Digest.sha256(((MessageDigest) hash.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform's SHA-256 can be copied", e);
        }
    }

    /** The JDK says it by the kernel's words only. */
    private static boolean isFull(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Digest commit() {
        Digest digest = publish();
        try {
            AtomicFile.syncFolder(root.blobs());
        } catch (IOException e) {
            throw new StorageFailed("cannot keep blob " + digest + ": " + e, e);
        }
        return digest;
    }

    /** Commits, but for the durability of the blob's name, which is its folder's. */
    Digest publish() {
        if (ended) {
            throw new IllegalStateException("blob is committed or closed");
        }
        Digest digest = Digest.sha256(hash.digest());
        try {
            if (expected.isPresent() && !expected.get().equals(digest)) {
                throw new InvalidArgument("blob is " + digest + ", not " + expected.get());
            }
            Path target = root.blob(digest);
            if (!Files.exists(target)) {
                channel.force(true);
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot keep blob " + digest + ": " + e, e);
        } finally {
            discard();
        }
        return digest;
    }

    @Override
    public void discard() {
        end(true);
    }

    @Override
    public void close() {
        end(expected.isEmpty() || size == 0);
    }

    private void end(boolean drop) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            channel.close();
            if (drop) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot drop blob " + file + ": " + e, e);
        } finally {
            released.run();
        }
    }
}
