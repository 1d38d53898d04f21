package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import io.helipod.core.internal.work.LockTable;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.spi.storage.LayerCompression;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.spi.storage.LayerStore.LayerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one layer in: received, hashed, stored, decompressed and unpacked in one pass. Whoever else wants the same blob meanwhile waits
 * for it, and goes on with its part should this pull fail.
 */
final class LayerPull {
    private final Registry registry;
    private final ContentStore content;
    private final LayerStore layers;
    private final LockTable<Digest> arriving = new LockTable<>();

    LayerPull(Registry registry, ContentStore content, LayerStore layers) {
        this.registry = registry;
        this.content = content;
        this.layers = layers;
    }

    /** One pull, as far as its layers need to know. */
    record Pull(ImageReference name, RegistryAccess access, Collector.Pins pins, TransferListener listener) {
        void step(Descriptor blob, LayerStep step, long current) {
            listener.progress(new TransferProgress.Layer(blob.digest(), step, current, blob.size()));
        }
    }

    /** Whether blob and layer are here; what is here is held. */
    boolean isHere(Descriptor blob, List<Digest> chain, Pull pull) {
        pull.pins().hold(blob.digest());
        pull.pins().layer(chain.getLast());
        return hasBlob(blob) && layers.has(chain);
    }

    /**
     * Brings the layer in.
     *
     * @param chain diff ids from the lowest to this one
     * @return empty when its blob is here, but layers below have to be unpacked first
     */
    Optional<LayerInfo> fetch(Descriptor blob, List<Digest> chain, Pull pull) {
        pull.pins().hold(blob.digest());
        pull.pins().layer(chain.getLast());
        try (LockTable.Held held = arriving.lockInterruptibly(blob.digest())) {
            if (hasBlob(blob)) {
                if (layers.has(chain)) {
                    pull.step(blob, LayerStep.PRESENT, 0);
                    return Optional.of(layers.unpack(chain, () -> likeInRegistries(content.open(blob.digest()))));
                }
                return unpack(blob, chain, pull);
            }
            Optional<LayerInfo> unpacked = download(blob, chain, pull);
            return unpacked.isPresent() ? unpacked : unpack(blob, chain, pull);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the transfer was interrupted", e);
        }
    }

    /** Whether it is here; what is here has the right digest, so a manifest that gives it another size is wrong. */
    private boolean hasBlob(Descriptor blob) {
        OptionalLong size = content.size(blob.digest());
        if (size.isPresent() && size.getAsLong() != blob.size()) {
            throw broken(blob, "it has " + size.getAsLong() + " bytes where the manifest says " + blob.size(), null);
        }
        return size.isPresent();
    }

    private Optional<LayerInfo> unpack(Descriptor blob, List<Digest> chain, Pull pull) {
        pull.step(blob, LayerStep.UNPACKING, 0);
        try {
            Optional<LayerInfo> info = layers.tryUnpack(chain, () -> likeInRegistries(content.open(blob.digest())));
            info.ifPresent(one -> pull.step(blob, LayerStep.PULLED, 0));
            return info;
        } catch (InvalidArgument | TooLarge e) {
            throw broken(blob, e);
        }
    }

    /** Receives the blob, going on with the part of it that is here. */
    private Optional<LayerInfo> download(Descriptor blob, List<Digest> chain, Pull pull) {
        try (BlobWriter writer = content.resume(blob.digest())) {
            if (writer.size() == 0) {
                return receive(writer, blob, chain, pull);
            }
            try {
                return receive(writer, blob, chain, pull);
            } catch (RegistryFailed e) {
                if (e.kind() != RegistryFailed.Kind.BROKEN) {
                    throw e;
                }
                // the part may have come from another registry, which may have sent anything
                writer.discard();
            }
        }
        try (BlobWriter writer = content.resume(blob.digest())) {
            return receive(writer, blob, chain, pull);
        }
    }

    /** The blob is unpacked while it comes, if it comes from its beginning. */
    private Optional<LayerInfo> receive(BlobWriter writer, Descriptor blob, List<Digest> chain, Pull pull) {
        if (writer.size() == blob.size() && blob.size() > 0) {
            commit(writer, blob, pull);
            return Optional.empty();
        }
        if (writer.size() > blob.size()) {
            throw broken(blob, "what is here of it is longer than the manifest says", null);
        }
        writer.expect(blob.size() - writer.size());
        try (InputStream network = registry.openBlob(pull.name(), blob, writer.size(), pull.access())) {
            LongConsumer arrived = new Strides(blob.size(), count -> pull.step(blob, LayerStep.DOWNLOADING, count));
            arrived.accept(writer.size());
            return receive(new ArrivingBlob(network, writer, arrived), writer, blob, chain, pull);
        } catch (IOException e) {
            throw new StorageFailed("cannot receive blob " + blob.digest() + ": " + e.getMessage(), e);
        }
    }

    private Optional<LayerInfo> receive(
            ArrivingBlob blob, BlobWriter writer, Descriptor descriptor, List<Digest> chain, Pull pull) {
        try {
            Optional<LayerInfo> info = Optional.empty();
            if (writer.size() == 0 && !layers.has(chain)) {
                boolean[] opened = new boolean[1];
                info = layers.tryUnpack(chain, () -> {
                    if (!opened[0]) {
                        opened[0] = true;
                        return likeInRegistries(blob);
                    }
                    // it links into layers below, and is unpacked a second time over them
                    finish(blob, writer, descriptor, pull);
                    return likeInRegistries(content.open(descriptor.digest()));
                });
            }
            if (!hasBlob(descriptor)) {
                finish(blob, writer, descriptor, pull);
            }
            info.ifPresent(one -> pull.step(descriptor, LayerStep.PULLED, 0));
            return info;
        } catch (EngineException e) {
            if (blob.failure().isPresent()) {
                throw blob.failure().get();
            }
            if (e instanceof InvalidArgument || e instanceof TooLarge) {
                writer.discard();
                throw broken(descriptor, e);
            }
            throw e;
        }
    }

    /**
     * Refuses what layers in registries are not compressed with, whatever their label says: decoders of xz take as much memory as their
     * input asks for, and what comes from a registry comes unasked.
     */
    static InputStream likeInRegistries(InputStream blob) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(blob, LayerCompression.HEAD);
        byte[] head = peeked.readNBytes(LayerCompression.HEAD);
        LayerCompression found = LayerCompression.of(head);
        if (!found.inRegistries()) {
            blob.close();
            throw new InvalidArgument(
                    "layer is compressed with " + found.name().toLowerCase(Locale.ROOT) + ", which no image's may be");
        }
        peeked.unread(head);
        return peeked;
    }

    /** Gives back the room that unfinished blobs take. */
    void dropParts(List<Descriptor> blobs) {
        blobs.forEach(blob -> content.dropPart(blob.digest()));
    }

    private void finish(ArrivingBlob blob, BlobWriter writer, Descriptor descriptor, Pull pull) {
        blob.drain();
        commit(writer, descriptor, pull);
    }

    private static void commit(BlobWriter writer, Descriptor blob, Pull pull) {
        try {
            Digest unused = pull.pins().commit(writer);
        } catch (InvalidArgument e) {
            throw broken(blob, e);
        }
        pull.step(blob, LayerStep.DOWNLOADED, blob.size());
    }

    private static RegistryFailed broken(Descriptor blob, EngineException cause) {
        return broken(blob, cause.message(), cause);
    }

    private static RegistryFailed broken(Descriptor blob, String reason, @Nullable EngineException cause) {
        return new RegistryFailed(
                RegistryFailed.Kind.BROKEN, "the registry's blob " + blob.digest() + " cannot be used", reason, cause);
    }
}
