package io.helipod.core.internal.image;

import java.util.function.LongConsumer;

/** Passes on how far something has got, but not every byte of it. For one thread at a time. */
final class Strides implements LongConsumer {
    private static final long SHORTEST = 256 * 1024;
    private static final int MOST = 100;
    private final long stride;
    private final LongConsumer listener;
    private long next = 1;

    /**
     * @param total how far it will go
     */
    Strides(long total, LongConsumer listener) {
        this.stride = Math.max(SHORTEST, total / MOST);
        this.listener = listener;
    }

    @Override
    public void accept(long count) {
        if (count >= next) {
            next = count + stride;
            listener.accept(count);
        }
    }
}
