package io.helipod.core.image;

/** Hears how a transfer gets on. Called by one thread at a time, but not always the same; must not block for long. */
@FunctionalInterface
public interface TransferListener {
    /** Hears nothing. */
    TransferListener NONE = step -> {};

    /** One step. An exception ends the transfer. */
    void progress(TransferProgress step);
}
