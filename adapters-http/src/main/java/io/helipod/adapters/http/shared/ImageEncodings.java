package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.json.Encoded;
import io.helipod.core.image.ImageHistory;
import io.helipod.core.image.ImageRecord;
import java.util.function.Supplier;

/** What was made of image records and histories; an entry is good as long as these are the same objects. Thread-safe. */
public final class ImageEncodings {
    /** Enough for some five thousand rows. */
    private static final int MOST_BYTES = 4 << 20;

    private final Encodings kept = new Encodings(MOST_BYTES);

    /**
     * What was made of this record before, or makes it.
     *
     * @param kind tells apart what is made of one record, with equals; holds what is shown besides the record
     */
    public Encoded get(ImageRecord image, Object kind, Supplier<Encoded> make) {
        return kept.get(image.id().value(), new Same(image), kind, make);
    }

    /** The same of a history. */
    public Encoded get(ImageHistory history, Object kind, Supplier<Encoded> make) {
        return kept.get(history.image().id().value(), new Same(history), kind, make);
    }

    /** Comparing the objects' parts would cost as much as encoding them. */
    private record Same(Object object) {
        @Override
        @SuppressWarnings("ReferenceEquality") // that is what it is for
        public boolean equals(Object other) {
            return other instanceof Same same && same.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
