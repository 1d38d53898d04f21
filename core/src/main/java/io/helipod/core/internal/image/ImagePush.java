package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import io.helipod.core.internal.work.Parallel;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.BlobOutcome;
import io.helipod.core.spi.registry.BlobUpload;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

/**
 * Pushes one image: its blobs as they are stored, side by side, then its manifest. A layer that is stored uncompressed is compressed first,
 * always to the same bytes, and the manifest says so.
 */
public final class ImagePush {
    private static final int MOST_MOUNTS_TRIED = 3;
    private final Registry registry;
    private final ImageCodec codec;
    private final ContentStore content;
    private final ImageStore images;
    private final Collector collector;
    private final Parallel parallel;
    private final LayerGzip compression;

    public ImagePush(
            Registry registry,
            ImageCodec codec,
            ContentStore content,
            ImageStore images,
            Collector collector,
            Parallel parallel) {
        this.registry = registry;
        this.codec = codec;
        this.content = content;
        this.images = images;
        this.collector = collector;
        this.parallel = parallel;
        this.compression = new LayerGzip(content);
    }

    /** One push. */
    private record Push(ImageReference name, RegistryAccess access, Collector.Pins pins, TransferListener listener) {
        void step(Descriptor blob, LayerStep step, long current) {
            listener.progress(new TransferProgress.Layer(blob.digest(), step, current, blob.size()));
        }
    }

    /** @param stored one of the image's manifests: the one that the name had which is pushed */
    PushedImage push(
            ImageRecord image,
            Descriptor stored,
            ImageReference name,
            RegistryAccess access,
            TransferListener listener) {
        listener.progress(new TransferProgress.Begun(name));
        try (Collector.Pins pins = collector.pins()) {
            image.blobs().forEach(pins::hold);
            Push push = new Push(name, access, pins, listener);
            byte[] bytes = bytes(stored);
            if (!(codec.readManifest(bytes, stored.mediaType()) instanceof ManifestDocument.Image manifest)) {
                throw new StorageFailed("the stored manifest of image " + image.id() + " is none");
            }
            manifest.layers().forEach(layer -> push.step(layer, LayerStep.PREPARING, 0));
            List<Descriptor> pushed = parallel.all(manifest.layers().stream()
                    .<Callable<Descriptor>>map(layer -> () -> layer(layer, image.chain(), push))
                    .toList());
            listener.progress(new TransferProgress.Config(manifest.config().digest()));
            BlobOutcome unused = registry.pushBlob(
                    name,
                    new BlobUpload(
                            manifest.config(),
                            () -> content.open(manifest.config().digest()),
                            List.of(),
                            sent -> {}),
                    access);
            RegistryManifest raw = pushed.equals(manifest.layers())
                    ? new RegistryManifest(stored, bytes)
                    : manifest(stored.mediaType(), codec.replaceLayers(bytes, pushed));
            listener.progress(new TransferProgress.Manifest(raw.descriptor().digest()));
            registry.pushManifest(name, raw, access);
            return new PushedImage(name, raw.descriptor());
        }
    }

    private static RegistryManifest manifest(String mediaType, byte[] bytes) {
        return new RegistryManifest(new Descriptor(mediaType, Digest.ofBytes(bytes), bytes.length), bytes);
    }

    private byte[] bytes(Descriptor descriptor) {
        try (InputStream in = content.open(descriptor.digest())) {
            return in.readNBytes(Registry.MOST_MANIFEST_BYTES);
        } catch (IOException e) {
            throw new StorageFailed("blob " + descriptor.digest() + " could not be read", e);
        }
    }

    private Descriptor layer(Descriptor stored, List<Digest> diffIds, Push push) {
        // what is not its own diff id is compressed already, whatever its label says
        Descriptor blob = diffIds.contains(stored.digest())
                ? compression.compressed(stored, () -> content.open(stored.digest()), push.pins())
                : stored;
        // shown under the digest it is known by here; the lengths are those of what goes
        Descriptor shown = new Descriptor(blob.mediaType(), stored.digest(), blob.size());
        LongConsumer strides = new Strides(blob.size(), sent -> push.step(shown, LayerStep.PUSHING, sent));
        BlobOutcome outcome = registry.pushBlob(
                push.name(),
                new BlobUpload(blob, () -> content.open(blob.digest()), mountable(blob, push.name()), strides::accept),
                push.access());
        push.step(
                shown,
                switch (outcome) {
                    case PRESENT -> LayerStep.REMOTE;
                    case MOUNTED -> LayerStep.MOUNTED;
                    case UPLOADED -> LayerStep.PUSHED;
                },
                blob.size());
        return blob;
    }

    /** Repositories of the same registry that an image with this blob was pulled from. */
    private List<String> mountable(Descriptor blob, ImageReference name) {
        return images.list().stream()
                .flatMap(image -> image.origins().stream())
                .filter(origin -> origin.layers().stream()
                        .anyMatch(layer -> layer.digest().equals(blob.digest())))
                .map(origin -> ImageReference.parseFull(origin.reference()))
                .filter(one ->
                        one.registry().equals(name.registry()) && !one.path().equals(name.path()))
                .map(ImageReference::path)
                .distinct()
                .limit(MOST_MOUNTS_TRIED)
                .toList();
    }
}
