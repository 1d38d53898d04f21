package io.helipod.core.internal.image;

import io.helipod.core.DrivenPorts;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageHistory;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReports;
import io.helipod.core.image.ImageStep;
import io.helipod.core.image.LayerChange;
import io.helipod.core.image.LayerTree;
import io.helipod.core.internal.work.OwnThread;
import io.helipod.core.spi.registry.ShortNames;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Tells about images what takes all of them to know; kept until an image or a name comes or goes. */
public final class ReportService implements ImageReports {
    /** What engines put into every container, and so into images made of one (podman leaves the same out). */
    private static final Set<String> MADE_BY_ENGINES = Set.of(
            "/dev",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/mtab",
            "/etc/resolv.conf",
            "/proc",
            "/run",
            "/run/.containerenv",
            "/run/notify",
            "/run/secrets",
            "/sys");

    private final ImageStore store;
    private final ImageLookup lookup;
    private final ShortNames shortNames;
    private final ContentStore content;
    private final LayerStore layers;
    private final Collector collector;
    private volatile Kept kept = new Kept(new LayerIndex(List.of()), Map.of());

    /** What was worked out for one state of the store. */
    private record Kept(LayerIndex index, Map<ImageId, ImageHistory> histories) {}

    public ReportService(DrivenPorts ports, ImageLookup lookup, Collector collector) {
        this.store = ports.images();
        this.shortNames = ports.shortNames();
        this.content = ports.content();
        this.layers = ports.layers();
        this.lookup = lookup;
        this.collector = collector;
    }

    private Kept current() {
        Kept known = kept;
        List<ImageRecord> images = store.list();
        if (known.index().of(images)) {
            return known;
        }
        Kept fresh = new Kept(new LayerIndex(images), new ConcurrentHashMap<>());
        kept = fresh;
        return fresh;
    }

    @Override
    public ImageHistory history(NameOrId ref) {
        Kept now = current(); // first: what is found later is not older than what is kept
        ImageRecord image = lookup.get(ref).image();
        return now.histories().computeIfAbsent(image.id(), none -> new ImageHistory(image, steps(image, now.index())));
    }

    private static List<ImageStep> steps(ImageRecord image, LayerIndex index) {
        List<Digest> chain = image.chain();
        int layers = chain.size();
        Set<ImageId> told = new HashSet<>();
        List<ImageStep> steps = new ArrayList<>();
        for (HistoryEntry entry : image.document().history().reversed()) {
            List<ImageRecord> here = layers == 0 ? List.of() : index.endingAt(chain.subList(0, layers), image);
            Optional<ImageId> id =
                    here.stream().map(ImageRecord::id).findFirst().filter(told::add);
            boolean hasLayer = !entry.emptyLayer() && layers > 0;
            steps.add(new ImageStep(
                    id,
                    entry,
                    hasLayer ? image.layers().get(layers - 1).size() : 0,
                    here.stream().flatMap(one -> one.names().stream()).toList()));
            layers -= hasLayer ? 1 : 0;
        }
        return steps;
    }

    @Override
    public LayerTree tree(NameOrId ref, boolean children) {
        ImageRecord image = lookup.get(ref).image();
        LayerIndex index = current().index();
        return children ? index.children(image) : index.layers(image);
    }

    @Override
    public List<LayerChange> changes(NameOrId ref, Optional<NameOrId> other) {
        ImageRecord image = lookup.get(ref).image();
        Optional<ImageRecord> compared = other.map(name -> lookup.get(name).image());
        try (Collector.Pins pins = collector.pins()) {
            Stream.concat(Stream.of(image), compared.stream())
                    .flatMap(ImageRecord::blobs)
                    .forEach(pins::hold);
            Map<Digest, LayerStore.BlobSource> sources = new HashMap<>();
            List<LayerStore.BlobSource> to = blobs(image, sources);
            List<LayerStore.BlobSource> from =
                    compared.map(one -> blobs(one, sources)).orElseGet(() -> to.subList(0, Math.max(0, to.size() - 1)));
            return OwnThread.call("helipod-changes", () -> layers.changes(from, to)).stream()
                    .filter(change -> !MADE_BY_ENGINES.contains(change.path()))
                    .toList();
        }
    }

    /** Of every layer one source, whichever image has it. */
    private List<LayerStore.BlobSource> blobs(ImageRecord image, Map<Digest, LayerStore.BlobSource> known) {
        return image.layers().stream()
                .map(layer -> known.computeIfAbsent(layer.blob().digest(), blob -> () -> content.open(blob)))
                .toList();
    }

    @Override
    public List<ImageReference> resolve(String name) {
        return shortNames.places(name).stream().map(ImageReference::orLatest).toList();
    }
}
