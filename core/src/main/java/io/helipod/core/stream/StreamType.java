package io.helipod.core.stream;

/** The standard streams of a process, with their number in the multiplexed wire format (behaviour.md 13). */
public enum StreamType {
    STDIN(0),
    STDOUT(1),
    STDERR(2);

    private final int code;

    StreamType(int code) {
        this.code = code;
    }

    /** First byte of a frame's header. */
    public int code() {
        return code;
    }
}
