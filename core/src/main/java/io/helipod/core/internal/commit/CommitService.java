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
            Optional<ImageLayer> layer =
                    table.locked(NameOrId.of(container.id()), now -> work.call(() -> layer(now, request, pins)));
            ImageRecord record = record(request, base, config(request, container, base, config, layer), layer, pins);
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

    /** Reads the container's files, under its lock; empty when there is nothing to be told. */
    private Optional<ImageLayer> layer(ContainerRecord container, CommitRequest request, Collector.Pins pins) {
        try (LayerStore.Capture capture = layers.capture(container.id(), request.squash());
                BlobWriter writer = content.begin()) {
            boolean pause = request.pause() && container.status() == ContainerStatus.RUNNING;
            LongSupplier reading = () -> capture.write(new BlobOutput(writer));
            if ((pause ? frozen(container, reading) : reading.getAsLong()) == 0) {
                return Optional.empty();
            }
            Digest digest = pins.blob(writer::commit);
            pins.layer(digest);
            LayerStore.LayerInfo kept = capture.keep(digest);
            return Optional.of(new ImageLayer(
                    new Descriptor(codec.layerMediaType(request.format()), digest, writer.size()),
                    digest,
                    kept.size()));
        }
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
            CommitRequest request, Base base, byte[] config, Optional<ImageLayer> layer, Collector.Pins pins) {
        List<ImageLayer> all = layers(request, base, layer);
        List<Descriptor> blobs = codec.layersIn(
                request.format(), all.stream().map(ImageLayer::blob).toList());
        List<ImageLayer> named = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            named.add(
                    new ImageLayer(blobs.get(i), all.get(i).diffId(), all.get(i).size()));
        }
        Descriptor stored = store(codec.configMediaType(request.format()), config, pins);
        Descriptor manifest = store(
                codec.manifestMediaType(request.format()), codec.writeManifest(request.format(), stored, blobs), pins);
        ImageDocument document = codec.readConfig(config);
        return new ImageRecord(
                new ImageId(stored.digest().hex()),
                manifest,
                request.target()
                        .map(name -> List.of(name.orLatest().toString()))
                        .orElse(List.of()),
                List.of(),
                document.created().orElseGet(clock::instant),
                document,
                named);
    }

    private Descriptor store(String mediaType, byte[] bytes, Collector.Pins pins) {
        try (BlobWriter writer = content.begin()) {
            writer.write(bytes, 0, bytes.length);
            return new Descriptor(mediaType, pins.blob(writer::commit), bytes.length);
        } catch (IOException e) {
            throw new StorageFailed("a document of the image could not be kept: " + e.getMessage(), e);
        }
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
