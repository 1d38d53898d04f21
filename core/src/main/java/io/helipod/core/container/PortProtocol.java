package io.helipod.core.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Locale;

/** A transport protocol that has ports. */
public enum PortProtocol {
    TCP,
    UDP,
    SCTP;

    /** Its name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name in any case; the empty text is TCP. */
    public static PortProtocol parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "tcp" -> TCP;
            case "udp" -> UDP;
            case "sctp" -> SCTP;
            default -> throw new InvalidArgument("unrecognized protocol \"" + text + "\" of a port");
        };
    }
}
