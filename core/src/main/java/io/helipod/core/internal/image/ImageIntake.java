package io.helipod.core.internal.image;

import io.helipod.core.CoreConfig;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageArchives;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImportRequest;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.SaveRequest;
import io.helipod.core.image.SavedArchive;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import io.helipod.core.spi.image.ImageArchiveFormat.Stored;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.LayerCompression;
import io.helipod.core.spi.storage.LayerStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings images in from files. Blobs and layers are stored first and held by pins; the record comes last, in one commit with its
 * event, so an image is there whole or not at all.
 */
public final class ImageIntake implements ImageArchives {
    private static final int MOST_CONFIG_BYTES = 4 << 20;
    private static final int BUFFER = 1 << 17;
    private final ImageArchiveFormat format;
    private final ImageCodec codec;
    private final ContentStore content;
    private final LayerStore layers;
    private final ImageRecorder recorder;
    private final Collector collector;
    private final ImageSave saves;
    private final Work work;
    private final InstantSource clock;
    private final CoreConfig config;

    public ImageIntake(
            ImageArchiveFormat format,
            ImageCodec codec,
            ContentStore content,
            LayerStore layers,
            ImageRecorder recorder,
            Collector collector,
            ImageSave saves,
            Work work,
            InstantSource clock,
            CoreConfig config) {
        this.format = format;
        this.codec = codec;
        this.content = content;
        this.layers = layers;
        this.recorder = recorder;
        this.collector = collector;
        this.saves = saves;
        this.work = work;
        this.clock = clock;
        this.config = config;
    }

    @Override
    public List<String> load(InputStream archive) {
        return load(sink -> format.read(archive, sink));
    }

    @Override
    public List<String> loadFolder(Path folder) {
        return load(sink -> format.readFolder(folder, sink));
    }

    /** Where images are read from. */
    @FunctionalInterface
    private interface Source {
        List<ArchivedImage> read(ImageArchiveFormat.BlobSink sink) throws IOException;
    }

    private List<String> load(Source source) {
        return work.call(() -> {
            try (Collector.Pins pins = collector.pins()) {
                List<String> loaded = new ArrayList<>();
                List<ImageRecord> records = new ArrayList<>();
                Map<Digest, Stored> plain = new HashMap<>();
                for (ArchivedImage image : source.read(sink(pins))) {
                    ImageRecord record = unpack(handedOn(image, plain, pins), pins);
                    records.add(record);
                    loaded.addAll(image.names().isEmpty() ? List.of(record.id().value()) : image.names());
                }
                recorder.save(records, EventAction.LOAD);
                return loaded;
            } catch (IOException e) {
                throw new InvalidArgument("the archive could not be read: " + e.getMessage(), e);
            }
        });
    }

    @Override
    public SavedArchive save(SaveRequest request) {
        return saves.open(request);
    }

    /**
     * The image as it can be saved and pushed again: layers that no type of layer has a word for are kept uncompressed, and the manifest
     * says so.
     *
     * @param plain what layers of the same archive have become
     */
    private ArchivedImage handedOn(ArchivedImage image, Map<Digest, Stored> plain, Collector.Pins pins)
            throws IOException {
        ImageFormat format = codec.manifestMediaType(ImageFormat.DOCKER).equals(image.mediaType())
                ? ImageFormat.DOCKER
                : ImageFormat.OCI;
        List<Descriptor> all = new ArrayList<>();
        for (Descriptor layer : image.layers()) {
            if (compression(layer.digest()).inRegistries()) {
                all.add(layer);
                continue;
            }
            Stored known = plain.get(layer.digest());
            Stored stored = known == null ? decompressed(layer.digest(), pins) : known;
            plain.put(layer.digest(), stored);
            all.add(new Descriptor(codec.layerMediaType(format), stored.digest(), stored.size()));
        }
        byte[] manifest = all.equals(image.layers()) ? image.manifest() : codec.replaceLayers(image.manifest(), all);
        if (!(codec.readManifest(manifest, image.mediaType()) instanceof ManifestDocument.Image)) {
            throw new InvalidArgument("the archive has a list of images where one should be");
        }
        return new ArchivedImage(image.names(), manifest, image.mediaType(), image.config(), all);
    }

    private ImageRecord unpack(ArchivedImage image, Collector.Pins pins) throws IOException {
        ImageDocument document = codec.readConfig(bytes(image.config().digest()));
        if (document.diffIds().size() != image.layers().size()) {
            throw new InvalidArgument("the image has " + image.layers().size() + " layers but "
                    + document.diffIds().size() + " diff ids");
        }
        Digest manifest =
                store(new ByteArrayInputStream(image.manifest()), pins).digest();
        return new ImageRecord(
                new ImageId(image.config().digest().hex()),
                new Descriptor(image.mediaType(), manifest, image.manifest().length),
                image.names(),
                List.of(),
                document.created().orElseGet(clock::instant),
                document,
                unpack(document.diffIds(), image.layers(), pins));
    }

    private List<ImageLayer> unpack(List<Digest> diffIds, List<Descriptor> blobs, Collector.Pins pins) {
        List<ImageLayer> unpacked = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor blob = blobs.get(i);
            pins.layer(diffIds.get(i));
            LayerStore.LayerInfo info = layers.unpack(diffIds.subList(0, i + 1), () -> content.open(blob.digest()));
            unpacked.add(new ImageLayer(blob, info.diffId(), info.size()));
        }
        return unpacked;
    }

    @Override
    public ImageId importRootfs(ImportRequest request, InputStream rootfs) {
        ImageConfig changed = codec.applyChanges(ImageConfig.EMPTY, request.changes());
        return work.call(() -> {
            try (Collector.Pins pins = collector.pins()) {
                Stored given = store(rootfs, pins);
                LayerCompression compression = compression(given.digest());
                Stored blob = compression.inRegistries() ? given : decompressed(given.digest(), pins);
                Digest diffId = compression == LayerCompression.GZIP || compression == LayerCompression.ZSTD
                        ? layers.diffId(() -> content.open(blob.digest()))
                        : blob.digest(); // what is not compressed is its own
                Descriptor layer = new Descriptor(type(compression), blob.digest(), blob.size());
                ImageDocument document = document(request, changed, diffId);
                byte[] configBytes = codec.writeConfig(document);
                Stored stored = store(new ByteArrayInputStream(configBytes), pins);
                Descriptor config = new Descriptor(codec.configMediaType(), stored.digest(), stored.size());
                ArchivedImage image = new ArchivedImage(
                        request.target()
                                .map(name -> List.of(name.orLatest().toString()))
                                .orElse(List.of()),
                        codec.writeManifest(config, List.of(layer)),
                        codec.manifestMediaType(),
                        config,
                        List.of(layer));
                ImageRecord record = unpack(image, pins);
                recorder.save(List.of(record), EventAction.IMPORT);
                return record.id();
            } catch (IOException e) {
                throw new InvalidArgument("the archive could not be read: " + e.getMessage(), e);
            }
        });
    }

    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private static String type(LayerCompression compression) {
        return switch (compression) {
            case GZIP -> LAYER + "+gzip";
            case ZSTD -> LAYER + "+zstd";
            case NONE, BZIP2, XZ -> LAYER;
        };
    }

    private LayerCompression compression(Digest blob) throws IOException {
        try (InputStream in = content.open(blob)) {
            return LayerCompression.of(in.readNBytes(LayerCompression.HEAD));
        }
    }

    /** The same uncompressed: no type of layer says xz or bzip2. */
    private Stored decompressed(Digest blob, Collector.Pins pins) throws IOException {
        try (ContentStore.BlobWriter writer = content.begin()) {
            Digest unused = layers.decompress(() -> content.open(blob), writer::write);
            return new Stored(pins.commit(writer), writer.size());
        }
    }

    private ImageDocument document(ImportRequest request, ImageConfig changed, Digest diffId) {
        HistoryEntry step = new HistoryEntry(
                Optional.of(clock.instant()),
                "/bin/sh -c #(nop) ADD " + diffId + " in /",
                "",
                request.message(),
                false);
        return new ImageDocument(
                Optional.of(clock.instant()),
                "",
                request.message(),
                request.platform().orElse(config.platform()),
                "",
                changed,
                List.of(diffId),
                List.of(step));
    }

    private ImageArchiveFormat.BlobSink sink(Collector.Pins pins) {
        return new ImageArchiveFormat.BlobSink() {
            @Override
            public Stored store(InputStream data) throws IOException {
                return ImageIntake.this.store(data, pins);
            }

            @Override
            public InputStream open(Digest digest) {
                return content.open(digest);
            }
        };
    }

    private Stored store(InputStream data, Collector.Pins pins) throws IOException {
        try (ContentStore.BlobWriter writer = content.begin()) {
            byte[] buffer = new byte[BUFFER];
            int count;
            while ((count = data.read(buffer)) >= 0) {
                writer.write(buffer, 0, count);
            }
            return new Stored(pins.commit(writer), writer.size());
        }
    }

    private byte[] bytes(Digest digest) {
        try (InputStream in = content.open(digest)) {
            byte[] all = in.readNBytes(MOST_CONFIG_BYTES + 1);
            if (all.length > MOST_CONFIG_BYTES) {
                throw new InvalidArgument("the image's config is larger than " + MOST_CONFIG_BYTES + " bytes");
            }
            return all;
        } catch (IOException e) {
            throw new StorageFailed("blob " + digest + " could not be read", e);
        }
    }
}
