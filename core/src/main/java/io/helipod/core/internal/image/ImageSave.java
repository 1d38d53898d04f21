package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.SaveRequest;
import io.helipod.core.image.SavedArchive;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.internal.work.OwnThread;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.image.OutgoingArchive;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.LayerStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes images as they are stored where the format allows it: then their blobs go out unread. Only a layer that has to be uncompressed is
 * decompressed on the way, and nothing is kept of it.
 */
public final class ImageSave {
    private static final String THREAD = "helipod-save";
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private final ImageLookup lookup;
    private final ImageArchiveFormat format;
    private final ImageCodec codec;
    private final ContentStore content;
    private final LayerStore layers;
    private final Collector collector;
    private final LayerGzip compression;
    private final EventBus bus;
    private final InstantSource clock;

    public ImageSave(
            ImageLookup lookup,
            ImageArchiveFormat format,
            ImageCodec codec,
            ContentStore content,
            LayerStore layers,
            Collector collector,
            EventBus bus,
            InstantSource clock) {
        this.lookup = lookup;
        this.format = format;
        this.codec = codec;
        this.content = content;
        this.layers = layers;
        this.collector = collector;
        this.compression = new LayerGzip(content);
        this.bus = bus;
        this.clock = clock;
    }

    /** An image and the names it is saved under. */
    private record Wanted(ImageRecord image, Set<String> names) {}

    SavedArchive open(SaveRequest request) {
        Map<ImageId, Wanted> wanted = new LinkedHashMap<>();
        for (NameOrId ref : request.images()) {
            ImageLookup.Found found = lookup.get(ref);
            Wanted one = wanted.computeIfAbsent(
                    found.image().id(), none -> new Wanted(found.image(), new LinkedHashSet<>()));
            found.name()
                    .filter(name -> ImageReference.parseFull(name).digest().isEmpty())
                    .ifPresent(one.names()::add);
        }
        Collector.Pins pins = collector.pins();
        try {
            wanted.values().forEach(one -> one.image().blobs().forEach(pins::hold));
            Outgoing outgoing = new Outgoing(request, pins);
            List<ArchivedImage> images = OwnThread.call(
                    THREAD, () -> wanted.values().stream().map(outgoing::image).toList());
            return new Prepared(format.write(request.format(), images), outgoing, List.copyOf(wanted.values()), pins);
        } catch (RuntimeException e) {
            pins.close();
            throw e;
        }
    }

    /** Works out what goes into one archive. */
    private final class Outgoing implements OutgoingArchive.BlobSource {
        private final SaveRequest request;
        private final Collector.Pins pins;
        /** Layers whose uncompressed bytes are wanted, to the blobs they come from. */
        private final Map<Digest, Digest> decompressed = new HashMap<>();

        private Outgoing(SaveRequest request, Collector.Pins pins) {
            this.request = request;
            this.pins = pins;
        }

        private ArchivedImage image(Wanted wanted) {
            ImageRecord image = wanted.image();
            byte[] stored = bytes(image.manifest());
            return switch (request.format()) {
                case DOCKER_ARCHIVE -> uncompressed(wanted, stored);
                case OCI_ARCHIVE, OCI_DIR -> archived(wanted, codec.translate(stored, ImageFormat.OCI));
                case DOCKER_DIR -> schema2(wanted, stored);
            };
        }

        private ArchivedImage archived(Wanted wanted, byte[] manifest) {
            if (!(codec.readManifest(manifest, "") instanceof ManifestDocument.Image document)) {
                throw new StorageFailed(
                        "the stored manifest of image " + wanted.image().id() + " is none");
            }
            return new ArchivedImage(
                    List.copyOf(wanted.names()), manifest, document.mediaType(), document.config(), document.layers());
        }

        /** The stored manifest, if it says already what is written; else one that does. */
        private ArchivedImage uncompressed(Wanted wanted, byte[] stored) {
            ArchivedImage oci = archived(wanted, codec.translate(stored, ImageFormat.OCI));
            List<Descriptor> plain = new ArrayList<>();
            for (int i = 0; i < oci.layers().size(); i++) {
                plain.add(plain(wanted.image(), i));
            }
            if (plain.equals(oci.layers())) {
                return oci;
            }
            Descriptor config = new Descriptor(
                    codec.configMediaType(), oci.config().digest(), oci.config().size());
            return archived(wanted, codec.writeManifest(config, plain));
        }

        /** A layer in a compression that the format has no word for is decompressed. */
        private ArchivedImage schema2(Wanted wanted, byte[] stored) {
            ArchivedImage image = archived(wanted, stored);
            List<Descriptor> fitting = new ArrayList<>();
            for (int i = 0; i < image.layers().size(); i++) {
                Descriptor layer = image.layers().get(i);
                boolean plain = layer.mediaType().endsWith(".tar");
                boolean gzip = layer.mediaType().endsWith("gzip");
                Descriptor one = plain || gzip ? layer : plain(wanted.image(), i);
                fitting.add(request.compress() ? compression.compressed(one, () -> open(one.digest()), pins) : one);
            }
            byte[] manifest = fitting.equals(image.layers()) ? stored : codec.replaceLayers(stored, fitting);
            return archived(wanted, codec.translate(manifest, ImageFormat.DOCKER));
        }

        private Descriptor plain(ImageRecord image, int index) {
            ImageLayer layer = image.layers().get(index);
            Digest blob = layer.blob().digest();
            if (blob.equals(layer.diffId())) {
                return new Descriptor(TAR, blob, layer.blob().size());
            }
            decompressed.put(layer.diffId(), blob);
            long size = layers.tarSize(image.chain().subList(0, index + 1), () -> content.open(blob));
            return new Descriptor(TAR, layer.diffId(), size);
        }

        private byte[] bytes(Descriptor descriptor) {
            try (InputStream in = content.open(descriptor.digest())) {
                return in.readNBytes(Registry.MOST_MANIFEST_BYTES);
            } catch (IOException e) {
                throw new StorageFailed("blob " + descriptor.digest() + " could not be read", e);
            }
        }

        @Override
        public InputStream open(Digest digest) throws IOException {
            Optional<Digest> compressed = Optional.ofNullable(decompressed.get(digest));
            return compressed.isPresent() ? layers.openTar(() -> content.open(compressed.get())) : content.open(digest);
        }
    }

    private final class Prepared implements SavedArchive {
        private final OutgoingArchive archive;
        private final Outgoing source;
        private final List<Wanted> images;
        private final Collector.Pins pins;

        private Prepared(OutgoingArchive archive, Outgoing source, List<Wanted> images, Collector.Pins pins) {
            this.archive = archive;
            this.source = source;
            this.images = images;
            this.pins = pins;
        }

        @Override
        public long size() {
            return archive.size();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            OwnThread.run(
                    THREAD,
                    () -> archive.writeTo(out, digest -> {
                        OwnThread.check();
                        return source.open(digest);
                    }));
            bus.commit(
                    List.of(),
                    images.stream()
                            .map(one -> ImageEvents.of(
                                    EventAction.SAVE,
                                    one.image(),
                                    one.names().stream()
                                            .findFirst()
                                            .orElse(one.image().id().value()),
                                    clock))
                            .toArray(Event[]::new));
        }

        @Override
        public void close() {
            pins.close();
        }
    }
}
