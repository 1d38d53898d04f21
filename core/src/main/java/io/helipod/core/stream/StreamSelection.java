package io.helipod.core.stream;

/** Which of a process's streams a client wants. Output that is not wanted is dropped, not held back. */
public record StreamSelection(boolean stdin, boolean stdout, boolean stderr) {
    /** All three. */
    public static final StreamSelection ALL = new StreamSelection(true, true, true);

    /** Whether output of that stream is wanted. */
    public boolean wants(StreamType type) {
        return switch (type) {
            case STDIN -> stdin;
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }
}
