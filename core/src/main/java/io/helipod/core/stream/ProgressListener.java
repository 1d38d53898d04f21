package io.helipod.core.stream;

/** Hears in words how a long operation gets on. Called by the working thread; must not block for long. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = text -> {};

    /** One line, without line end. */
    void progress(String text);
}
