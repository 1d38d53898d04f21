package io.helipod.adapters.http.exchange;

/** How far a connection has come with the heads of its requests. For the connection's thread. */
public final class RequestHeads {
    /** Bound beside {@link Connections#CURRENT}. */
    public static final ScopedValue<RequestHeads> CURRENT = ScopedValue.newInstance();

    private final boolean http10;
    private boolean routed;

    /** @param http10 whether the client speaks HTTP/1.0, and cannot read an answer in chunks */
    public RequestHeads(boolean http10) {
        this.http10 = http10;
    }

    /** Whether the head of the current request was read to its end, and something is being done with it. */
    public boolean routed() {
        return routed;
    }

    static boolean isHttp10() {
        return CURRENT.isBound() && CURRENT.get().http10;
    }

    static void routed(boolean begun) {
        if (CURRENT.isBound()) {
            CURRENT.get().routed = begun;
        }
    }
}
