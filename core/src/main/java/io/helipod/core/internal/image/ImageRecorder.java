package io.helipod.core.internal.image;

import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.image.ImageOrigin;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ImageStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records images whose blobs and layers are there: the moment from which they exist. */
public final class ImageRecorder {
    private static final int MOST_ORIGINS = 50;
    private final ImageStore images;
    private final ImageLookup lookup;
    private final Collector collector;
    private final EventBus bus;
    private final InstantSource clock;

    public ImageRecorder(
            ImageStore images, ImageLookup lookup, Collector collector, EventBus bus, InstantSource clock) {
        this.images = images;
        this.lookup = lookup;
        this.collector = collector;
        this.bus = bus;
        this.clock = clock;
    }

    /**
     * All records in one commit with their events: they come in whole or not at all. The same image again only brings names, and the
     * blobs it came with this time.
     *
     * @param also events of what else happened
     */
    public List<ImageRecord> save(List<ImageRecord> records, EventAction action, Event... also) {
        List<ImageRecord> replaced = new ArrayList<>();
        List<ImageRecord> all = lookup.changing(() -> {
            List<ImageRecord> saved = new ArrayList<>();
            List<Event> events = new ArrayList<>(List.of(also));
            for (ImageRecord record : records) {
                ImageRecord known = images.get(record.id()).orElse(record);
                ImageRecord merged = merged(record, known);
                if (!known.blobs().toList().equals(merged.blobs().toList())) {
                    replaced.add(known);
                }
                saved.add(merged);
                events.add(ImageEvents.of(
                        action,
                        record,
                        record.names().stream().findFirst().orElse(record.id().value()),
                        clock));
            }
            bus.commit(saved.stream().<Change>map(Change.SaveImage::new).toList(), events.toArray(Event[]::new));
            return saved;
        });
        collector.removed(replaced); // not inside: it may have much to remove
        return all;
    }

    private static ImageRecord merged(ImageRecord record, ImageRecord known) {
        boolean same = record.manifest().equals(known.manifest());
        return new ImageRecord(
                record.id(),
                record.manifest(),
                ImageService.merged(known.names(), record.names()),
                known.formerNames(),
                record.created(),
                record.document(),
                record.layers(),
                record.index().or(() -> same ? known.index() : Optional.empty()),
                merged(known.origins(), record.origins(), known.names()));
    }

    /**
     * What it was pulled as last, last, and no more than so many: a registry may have a new manifest for the same image every time. Those
     * that a name points to go last of all.
     */
    private static List<ImageOrigin> merged(List<ImageOrigin> known, List<ImageOrigin> fresh, List<String> names) {
        List<ImageOrigin> all = new ArrayList<>(known);
        all.removeAll(fresh);
        all.addAll(fresh);
        for (int i = 0; i < all.size() && all.size() > MOST_ORIGINS; ) {
            ImageOrigin one = all.get(i);
            boolean named = names.contains(one.reference())
                    && all.subList(i + 1, all.size()).stream()
                            .noneMatch(later -> later.reference().equals(one.reference()));
            if (named) {
                i++;
            } else {
                all.remove(i);
            }
        }
        return all;
    }
}
