package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageOrigin;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.Platform;
import io.helipod.core.image.PulledImage;
import io.helipod.core.image.RemoteImage;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.internal.work.Parallel;
import io.helipod.core.internal.work.Work;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.spi.storage.LayerStore.LayerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pulls one image by its full name: manifest, of an index the one for the platform, config, layers side by side. Everything is stored as
 * it was received. The record comes last, so the image is there whole or not at all.
 */
public final class ImagePull {
    private static final int MOST_SHOWN = 10;
    private static final int MOST_CONFIG_BYTES = 4 << 20;
    private final Registry registry;
    private final ImageCodec codec;
    private final ContentStore content;
    private final LayerStore layers;
    private final ImageStore images;
    private final ImageRecorder recorder;
    private final Collector collector;
    private final Work work;
    private final Parallel parallel;
    private final InstantSource clock;
    private final LayerPull layerPull;

    public ImagePull(
            Registry registry,
            ImageCodec codec,
            ContentStore content,
            LayerStore layers,
            ImageStore images,
            ImageRecorder recorder,
            Collector collector,
            Work work,
            Parallel parallel,
            InstantSource clock) {
        this.registry = registry;
        this.codec = codec;
        this.content = content;
        this.layers = layers;
        this.images = images;
        this.recorder = recorder;
        this.collector = collector;
        this.work = work;
        this.parallel = parallel;
        this.clock = clock;
        this.layerPull = new LayerPull(registry, content, layers);
    }

    /** A manifest and what it says. */
    private record Read<T extends ManifestDocument>(RegistryManifest raw, T document) {}

    /** What a name points to, and the image in it that was chosen. */
    private record Chosen(Optional<RegistryManifest> index, Read<ManifestDocument.Image> image) {
        /** The digest that the name has. */
        Digest digest() {
            return index.orElse(image.raw()).descriptor().digest();
        }
    }

    /**
     * Pulls it.
     *
     * @param name with tag or digest
     * @param platform the one to choose
     * @param asked whether the platform was asked for, so that an image for another is refused
     */
    PulledImage pull(
            ImageReference name, Platform platform, boolean asked, RegistryAccess access, TransferListener listener) {
        listener.progress(new TransferProgress.Begun(name));
        Chosen chosen = choose(name, platform, access);
        try (Collector.Pins pins = collector.pins()) {
            LayerPull.Pull pull = new LayerPull.Pull(name, access, pins, listener);
            ManifestDocument.Image manifest = chosen.image().document();
            requireSha256(name, manifest);
            ImageDocument document = config(manifest.config(), pull);
            if (asked && !PlatformChoice.fits(document.platform(), platform)) {
                throw notFor(name, platform, List.of(document.platform()));
            }
            List<ImageLayer> unpacked = layers(manifest.layers(), document.diffIds(), pull);
            listener.progress(new TransferProgress.Manifest(
                    chosen.image().raw().descriptor().digest()));
            Optional<ImageRecord> before = before(name);
            ImageRecord saved = work.call(() -> {
                chosen.index().ifPresent(index -> store(index.bytes(), pins));
                store(chosen.image().raw().bytes(), pins);
                return recorder.save(List.of(record(name, chosen, document, unpacked)), EventAction.PULL)
                        .getFirst();
            });
            boolean changed = before.filter(one -> one.id().equals(saved.id())
                            && one.origin(name)
                                    .map(ImageOrigin::manifest)
                                    .orElse(one.manifest())
                                    .equals(saved.manifest()))
                    .isEmpty();
            return new PulledImage(saved, name, chosen.digest(), changed);
        }
    }

    /** Blobs are kept, and images known, by sha256 only: better refused before anything is fetched. */
    private static void requireSha256(ImageReference name, ManifestDocument.Image manifest) {
        for (Descriptor blob : Stream.concat(Stream.of(manifest.config()), manifest.layers().stream())
                .toList()) {
            if (!blob.digest().algorithm().equals("sha256")) {
                throw broken(name, "blob " + blob.digest() + " goes by another digest than sha256", null);
            }
        }
    }

    /** What the name meant here so far. */
    private Optional<ImageRecord> before(ImageReference name) {
        return name.digest()
                .map(digest -> images.withManifest(digest)
                        .filter(image -> image.repoDigests().contains(name.repository() + "@" + digest)))
                .orElseGet(() -> images.named(name.toString()));
    }

    private ImageRecord record(ImageReference name, Chosen chosen, ImageDocument document, List<ImageLayer> unpacked) {
        Optional<Descriptor> index = chosen.index().map(RegistryManifest::descriptor);
        Descriptor manifest = chosen.image().raw().descriptor();
        return new ImageRecord(
                new ImageId(chosen.image().document().config().digest().hex()),
                manifest,
                name.digest().isPresent() ? List.of() : List.of(name.toString()),
                List.of(),
                document.created().orElseGet(clock::instant),
                document,
                unpacked,
                index,
                List.of(new ImageOrigin(
                        name.digest()
                                .map(digest -> name.repository() + "@" + digest)
                                .orElseGet(name::toString),
                        manifest,
                        index,
                        chosen.image().document().layers())));
    }

    /** The digest that the name has in the registry now. */
    Digest digest(ImageReference name, RegistryAccess access) {
        return registry.manifest(name, access).descriptor().digest();
    }

    /** What the name points to in the registry, and for which platforms. */
    RemoteImage inspect(ImageReference name, RegistryAccess access) {
        RegistryManifest top = registry.manifest(name, access);
        ManifestDocument document = read(name, top);
        List<Platform> platforms = switch (document) {
            case ManifestDocument.Index index ->
                index.entries().stream()
                        .flatMap(entry -> entry.platform().stream())
                        .toList();
            case ManifestDocument.Image image -> {
                byte[] bytes =
                        configBytes(name, image.config(), () -> registry.openBlob(name, image.config(), 0, access));
                yield List.of(readConfig(name, bytes).platform());
            }
        };
        return new RemoteImage(typed(top, document).descriptor(), platforms);
    }

    private Chosen choose(ImageReference name, Platform platform, RegistryAccess access) {
        RegistryManifest top = registry.manifest(name, access);
        return switch (read(name, top)) {
            case ManifestDocument.Image image -> new Chosen(Optional.empty(), new Read<>(typed(top, image), image));
            case ManifestDocument.Index index -> {
                ManifestDocument.Entry entry = PlatformChoice.choose(index.entries(), platform)
                        .orElseThrow(() -> notFor(
                                name,
                                platform,
                                index.entries().stream()
                                        .flatMap(one -> one.platform().stream())
                                        .toList()));
                yield new Chosen(Optional.of(typed(top, index)), entry(name, entry, access));
            }
        };
    }

    /** With the type that the document has, should the registry have left that open. */
    private static RegistryManifest typed(RegistryManifest raw, ManifestDocument document) {
        Descriptor descriptor = raw.descriptor();
        return new RegistryManifest(
                new Descriptor(document.mediaType(), descriptor.digest(), descriptor.size()), raw.bytes());
    }

    private Read<ManifestDocument.Image> entry(
            ImageReference name, ManifestDocument.Entry entry, RegistryAccess access) {
        Descriptor said = entry.manifest();
        RegistryManifest raw = registry.manifest(
                new ImageReference(name.registry(), name.path(), Optional.empty(), Optional.of(said.digest())), access);
        if (raw.bytes().length != said.size()) {
            throw broken(name, "manifest " + said.digest() + " does not have the size that the index says", null);
        }
        if (read(name, raw) instanceof ManifestDocument.Image image
                && image.mediaType().equals(said.mediaType())) {
            return new Read<>(typed(raw, image), image);
        }
        throw broken(
                name, "manifest " + said.digest() + " is not the " + said.mediaType() + " that the index says", null);
    }

    private ManifestDocument read(ImageReference name, RegistryManifest raw) {
        try {
            return codec.readManifest(raw.bytes(), raw.descriptor().mediaType());
        } catch (InvalidArgument | NotSupported e) {
            throw broken(name, e.message(), e);
        }
    }

    private static RegistryFailed broken(ImageReference name, String reason, @Nullable EngineException cause) {
        return new RegistryFailed(Kind.BROKEN, "cannot pull " + name, reason, cause);
    }

    private static RegistryFailed notFor(ImageReference name, Platform wanted, List<Platform> there) {
        String platforms =
                there.stream().limit(MOST_SHOWN).map(Platform::toString).collect(Collectors.joining(", "));
        return new RegistryFailed(
                Kind.NOT_FOUND,
                "cannot pull " + name + ", which is for [" + platforms + (there.size() > MOST_SHOWN ? ", ..." : "")
                        + "]",
                "no matching manifest for " + wanted + " in the manifest list entries",
                null);
    }

    private ImageDocument config(Descriptor descriptor, LayerPull.Pull pull) {
        pull.listener().progress(new TransferProgress.Config(descriptor.digest()));
        pull.pins().hold(descriptor.digest());
        boolean here = content.size(descriptor.digest()).isPresent();
        byte[] bytes = configBytes(
                pull.name(),
                descriptor,
                here
                        ? () -> content.open(descriptor.digest())
                        : () -> registry.openBlob(pull.name(), descriptor, 0, pull.access()));
        ImageDocument document = readConfig(pull.name(), bytes);
        work.run(() -> store(bytes, pull.pins()));
        return document;
    }

    private static byte[] configBytes(ImageReference name, Descriptor descriptor, Supplier<InputStream> source) {
        if (descriptor.size() > MOST_CONFIG_BYTES) {
            throw broken(name, "the image's config is larger than " + MOST_CONFIG_BYTES + " bytes", null);
        }
        byte[] bytes;
        try (InputStream in = source.get()) {
            bytes = in.readNBytes(MOST_CONFIG_BYTES + 1);
        } catch (IOException e) {
            throw new StorageFailed("the image's config could not be read: " + e.getMessage(), e);
        }
        if (bytes.length != descriptor.size()) {
            throw broken(name, "the image's config does not have the size that the manifest says", null);
        }
        if (!descriptor.digest().isOf(bytes)) {
            throw broken(name, "the image's config does not have the digest " + descriptor.digest(), null);
        }
        return bytes;
    }

    private ImageDocument readConfig(ImageReference name, byte[] bytes) {
        try {
            return codec.readConfig(bytes);
        } catch (InvalidArgument e) {
            throw broken(name, e.message(), e);
        }
    }

    private List<ImageLayer> layers(List<Descriptor> blobs, List<Digest> diffIds, LayerPull.Pull pull) {
        if (blobs.size() != diffIds.size()) {
            throw broken(
                    pull.name(), "the image has " + blobs.size() + " layers but " + diffIds.size() + " diff ids", null);
        }
        for (int i = 0; i < blobs.size(); i++) {
            if (!layerPull.isHere(blobs.get(i), diffIds.subList(0, i + 1), pull)) {
                pull.step(blobs.get(i), TransferProgress.LayerStep.WAITING, 0);
            }
        }
        List<Optional<LayerInfo>> fetched;
        try {
            fetched = parallel.all(IntStream.range(0, blobs.size())
                    .<Callable<Optional<LayerInfo>>>mapToObj(
                            i -> () -> layerPull.fetch(blobs.get(i), diffIds.subList(0, i + 1), pull))
                    .toList());
        } catch (StorageFailed e) {
            if (e.isFull()) {
                layerPull.dropParts(blobs); // whoever made the disk full would keep it so
            }
            throw e;
        }
        List<ImageLayer> all = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            Descriptor blob = blobs.get(i);
            List<Digest> chain = diffIds.subList(0, i + 1);
            LayerInfo info = fetched.get(i).orElseGet(() -> afterThoseBelow(blob, chain, pull));
            all.add(new ImageLayer(blob, info.diffId(), info.size()));
        }
        return all;
    }

    private LayerInfo afterThoseBelow(Descriptor blob, List<Digest> chain, LayerPull.Pull pull) {
        try {
            LayerInfo info = work.call(
                    () -> layers.unpack(chain, () -> LayerPull.likeInRegistries(content.open(blob.digest()))));
            pull.step(blob, TransferProgress.LayerStep.PULLED, 0);
            return info;
        } catch (InvalidArgument | EngineException.TooLarge e) {
            throw broken(pull.name(), e.message(), e);
        }
    }

    private void store(byte[] bytes, Collector.Pins pins) {
        try (BlobWriter writer = content.begin()) {
            writer.write(bytes, 0, bytes.length);
            Digest unused = pins.commit(writer);
        } catch (IOException e) {
            throw new StorageFailed("cannot store a manifest or config: " + e.getMessage(), e);
        }
    }
}
