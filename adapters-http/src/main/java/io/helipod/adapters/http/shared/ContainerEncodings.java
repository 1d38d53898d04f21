package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.json.Encoded;
import io.helipod.core.container.ContainerRecord;
import java.util.function.Supplier;

/** What was made of container records; an entry is good for one revision of its container. Thread-safe. */
public final class ContainerEncodings {
    /** Enough for some ten thousand rows, or a thousand documents. */
    private static final int MOST_BYTES = 8 << 20;

    private final Encodings kept;

    public ContainerEncodings() {
        this(MOST_BYTES);
    }

    /** @param mostBytes bound of what is held */
    ContainerEncodings(int mostBytes) {
        this.kept = new Encodings(mostBytes);
    }

    /**
     * What was made of this record before, or makes it.
     *
     * @param kind tells apart what is made of one record, with equals; holds what is shown besides the record
     */
    public Encoded get(ContainerRecord container, Object kind, Supplier<Encoded> make) {
        return kept.get(container.id().value(), container.revision(), kind, make);
    }
}
