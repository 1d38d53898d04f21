package io.helipod.adapters.storage.content;

import io.helipod.adapters.storage.file.AtomicFile;
import io.helipod.adapters.storage.file.StorageRoot;
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

/** A blob on its way in: hashed while it is written, renamed to its digest when it is whole. */
final class BlobFile implements BlobWriter {
    private final StorageRoot root;
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest hash = sha256();
    private long size;
    private boolean ended;

    BlobFile(StorageRoot root, Path file) throws IOException {
        this.root = root;
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        hash.update(bytes, offset, length);
        size += length;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Digest commit() {
        if (ended) {
            throw new IllegalStateException("blob is committed or closed");
        }
        Digest digest = Digest.sha256(hash.digest());
        Path target = root.blob(digest);
        try {
            if (!Files.exists(target)) {
                channel.force(true);
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.syncFolder(root.blobs());
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot keep blob " + digest + ": " + e, e);
        } finally {
            close();
        }
        return digest;
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageFailed("cannot drop blob " + file + ": " + e, e);
        }
    }
}
