package io.helipod.core.internal.commit;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.CommitRequest;
import io.helipod.core.image.Commits;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.internal.container.ContainerTable;
import io.helipod.core.internal.image.BlobOutput;
import io.helipod.core.internal.image.Collector;
import io.helipod.core.internal.image.ImageRecorder;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes images of containers. The new layer's blob is kept uncompressed: its digest is the diff id, so one hash is enough, and nothing is
 * compressed that may never leave this machine; a push compresses it.
 */
public final class CommitService implements Commits {
    /** As many as an overlay mount can have. */
    private static final int MOST_LAYERS = 500;

    private static final int MOST_CONFIG_BYTES = 4 << 20;
    private final ContainerTable table;
    private final ContainerRuntime runtime;
    private final ImageStore images;
    private final ImageCodec codec;
    private final ContentStore content;
    private final LayerStore layers;
    private final ImageRecorder recorder;
    private final Collector collector;
    private final Work work;
    private final InstantSource clock;

    public CommitService(
            ContainerTable table,
            ContainerRuntime runtime,
            ImageStore images,
            ImageCodec codec,
            ContentStore content,
            LayerStore layers,
            ImageRecorder recorder,
            Collector collector,
            Work work,
            InstantSource clock) {
        this.table = table;
        this.runtime = runtime;
        this.images = images;
        this.codec = codec;
        this.content = content;
        this.layers = layers;
        this.recorder = recorder;
        this.collector = collector;
        this.work = work;
        this.clock = clock;
    }

    /** The image the container was made from. */
    private record Base(ImageRecord image, byte[] config) {}

    @Override
    public ImageId commit(CommitRequest request, Runnable accepted) {
        ContainerRecord container = table.find(request.container());
        try (Collector.Pins pins = collector.pins()) {
            Base base = base(container, pins);
            ImageConfig config = codec.applyChanges(
                    new CommittedConfig(container, base.image().document().config()).under(request.override()),
                    request.changes());
            Optional<ImageLayer> none = Optional.empty();
            ImageDocument unused = codec.readConfig(config(request, container, base, config, none));
            accepted.run();
            ImageRecord record = table.locked(
                    NameOrId.of(container.id()), now -> work.call(() -> image(now, request, base, config, pins)));
            recorder.save(
                    List.of(record),
                    record.names().isEmpty() ? EventAction.CREATE : EventAction.TAG,
                    event(container, request, record));
            return record.id();
        }
    }

    /** Held, for the container may go before its image is recorded anew. */
    private Base base(ContainerRecord container, Collector.Pins pins) {
        ImageRecord image = images.get(container.imageId())
                .orElseThrow(() ->
                        new NotFound(ResourceType.IMAGE, container.imageId().value()));
        image.blobs().forEach(pins::hold);
        image.chain().forEach(pins::layer);
        try (InputStream in = content.open(image.id().digest())) {
            return new Base(image, in.readNBytes(MOST_CONFIG_BYTES));
        } catch (IOException e) {
            throw new StorageFailed("the config of image " + image.id() + " could not be read", e);
        }
    }

    /**
     * Reads the container's files, under its lock, and stores the image. Its blobs are written first and made durable together, so that
     * the disk is waited for once.
     */
    private ImageRecord image(
            ContainerRecord container, CommitRequest request, Base base, ImageConfig config, Collector.Pins pins) {
        try (LayerStore.Capture capture = layers.capture(container.id(), request.squash());
                BlobWriter tar = content.begin();
                BlobWriter document = content.begin();
                BlobWriter manifest = content.begin()) {
            LongSupplier reading = () -> capture.write(new BlobOutput(tar));
            boolean pause = request.pause() && container.status() == ContainerStatus.RUNNING;
            long entries = pause ? frozen(container, reading) : reading.getAsLong();
            Optional<ImageLayer> added = entries == 0 ? Optional.empty() : Optional.of(layer(request, tar));
            byte[] bytes = config(request, container, base, config, added);
            Descriptor stored = write(document, codec.configMediaType(request.format()), bytes);
            List<ImageLayer> all = layers(request, base, added);
            List<Descriptor> blobs = codec.layersIn(
                    request.format(), all.stream().map(ImageLayer::blob).toList());
            Descriptor top = write(
                    manifest,
                    codec.manifestMediaType(request.format()),
                    codec.writeManifest(request.format(), stored, blobs));
            pins.hold(stored.digest());
            pins.hold(top.digest());
            List<BlobWriter> written = new ArrayList<>(List.of(document, manifest));
            if (added.isPresent()) {
                Digest diffId = added.get().diffId();
                pins.hold(diffId);
                pins.layer(diffId);
                all.set(
                        all.size() - 1,
                        new ImageLayer(
                                blobs.getLast(), diffId, capture.keep(diffId).size()));
                written.addFirst(tar);
            }
            List<Digest> unused = content.commit(written);
            return record(request, stored, top, codec.readConfig(bytes), blobs, all);
        } catch (IOException e) {
            throw new StorageFailed("a document of the image could not be written: " + e.getMessage(), e);
        }
    }

    /** The new layer, but for the size of its files. */
    private ImageLayer layer(CommitRequest request, BlobWriter tar) {
        return new ImageLayer(
                new Descriptor(codec.layerMediaType(request.format()), tar.digest(), tar.size()), tar.digest(), 0);
    }

    private static Descriptor write(BlobWriter writer, String mediaType, byte[] bytes) throws IOException {
        writer.write(bytes, 0, bytes.length);
        return new Descriptor(mediaType, writer.digest(), bytes.length);
    }

    private long frozen(ContainerRecord container, LongSupplier reading) {
        try {
            runtime.pause(container.id());
        } catch (RuntimeFailed e) {
            if (runtime.state(container.id()) == RuntimeState.RUNNING) {
                throw e;
            } // it has just ended, and holds still anyway
        }
        try {
            return reading.getAsLong();
        } finally {
            runtime.resume(container.id());
        }
    }

    private byte[] config(
            CommitRequest request,
            ContainerRecord container,
            Base base,
            ImageConfig config,
            Optional<ImageLayer> layer) {
        ImageDocument parent = base.image().document();
        Instant now = clock.instant();
        List<HistoryEntry> history = new ArrayList<>(request.squash() ? List.of() : parent.history());
        history.add(new HistoryEntry(
                Optional.of(now),
                String.join(" ", container.spec().process().command().orElse(List.of())),
                request.author(),
                request.comment(),
                layer.isEmpty()));
        return codec.writeConfig(
                new ImageDocument(
                        Optional.of(now),
                        request.author().isEmpty() ? parent.author() : request.author(),
                        request.comment(),
                        parent.platform(),
                        parent.dockerVersion(),
                        config,
                        layers(request, base, layer).stream()
                                .map(ImageLayer::diffId)
                                .toList(),
                        history),
                base.config());
    }

    private static List<ImageLayer> layers(CommitRequest request, Base base, Optional<ImageLayer> layer) {
        List<ImageLayer> all =
                new ArrayList<>(request.squash() ? List.of() : base.image().layers());
        layer.ifPresent(all::add);
        if (all.size() > MOST_LAYERS) {
            throw new InvalidArgument("the image would have more than " + MOST_LAYERS + " layers: squash it");
        }
        return all;
    }

    private ImageRecord record(
            CommitRequest request,
            Descriptor config,
            Descriptor manifest,
            ImageDocument document,
            List<Descriptor> blobs,
            List<ImageLayer> layers) {
        List<ImageLayer> named = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            named.add(new ImageLayer(
                    blobs.get(i), layers.get(i).diffId(), layers.get(i).size()));
        }
        return new ImageRecord(
                new ImageId(config.digest().hex()),
                manifest,
                request.target()
                        .map(name -> List.of(name.orLatest().toString()))
                        .orElse(List.of()),
                List.of(),
                document.created().orElseGet(clock::instant),
                document,
                named);
    }

    private Event event(ContainerRecord container, CommitRequest request, ImageRecord image) {
        return table.events()
                .of(
                        EventAction.COMMIT,
                        container,
                        Map.of(
                                "comment",
                                request.comment(),
                                "imageID",
                                image.id().value(),
                                "imageRef",
                                image.names().stream().findFirst().orElse("")));
    }
}
