package io.helipod.core.stream;

import java.util.Iterator;

/**
 * A sequence that may still be growing: {@link #hasNext()} blocks until there is an element or the end is known. For one
 * reading thread; interrupting it or closing the feed ends the sequence.
 */
public interface Feed<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();
}
