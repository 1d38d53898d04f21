package io.helipod.adapters.oci.registry;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A connection that did not come about, or did not hold until the head of an answer was there. */
final class NoAnswer extends UncheckedIOException {
    private static final long serialVersionUID = 1L;
    private final IOException failure;

    NoAnswer(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    /** What happened. */
    IOException failure() {
        return failure;
    }
}
