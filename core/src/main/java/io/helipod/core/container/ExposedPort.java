package io.helipod.core.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that the container's program listens on, for the reader's and for other programs' information: exposing opens nothing.
 *
 * @param number 1 to 65535
 */
public record ExposedPort(int number, PortProtocol protocol) implements Comparable<ExposedPort> {
    private static final int LAST = 65535;

    public ExposedPort {
        if (number < 1 || number > LAST) {
            throw new InvalidArgument("cannot expose " + number + " as it is not a valid port number");
        }
    }

    /** Reads {@code number[-number][/protocol]}, the image format's and docker's way (config.md "ExposedPorts"). */
    public static List<ExposedPort> parse(String text) {
        int slash = text.indexOf('/');
        String ports = slash < 0 ? text : text.substring(0, slash);
        PortProtocol protocol = PortProtocol.parse(slash < 0 ? "" : text.substring(slash + 1));
        int dash = ports.indexOf('-');
        int first = number(dash < 0 ? ports : ports.substring(0, dash), text);
        int last = dash < 0 ? first : number(ports.substring(dash + 1), text);
        if (last < first) {
            throw new InvalidArgument("invalid exposed port " + text + ": the range ends before it begins");
        }
        List<ExposedPort> all = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            all.add(new ExposedPort(i, protocol));
        }
        return all;
    }

    private static int number(String text, String whole) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new InvalidArgument("invalid exposed port " + whole);
        }
        int number = Integer.parseInt(text);
        if (number < 1 || number > LAST) {
            throw new InvalidArgument("cannot expose " + number + " as it is not a valid port number");
        }
        return number;
    }

    @Override
    public int compareTo(ExposedPort other) {
        int numbers = Integer.compare(number, other.number);
        return numbers != 0 ? numbers : protocol.compareTo(other.protocol);
    }

    /** {@code number/protocol}. */
    @Override
    public String toString() {
        return number + "/" + protocol.wire();
    }
}
