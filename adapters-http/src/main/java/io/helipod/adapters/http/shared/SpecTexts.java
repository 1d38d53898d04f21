package io.helipod.adapters.http.shared;

import io.helipod.core.container.Device;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.Rlimit;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the texts in which create bodies of both families say things. */
public final class SpecTexts {
    private static final Set<String> RLIMITS = Set.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private SpecTexts() {}

    /** The text, unless it is empty. */
    public static Optional<String> nonEmpty(Optional<String> text) {
        return text.filter(value -> !value.isEmpty());
    }

    /** The number, unless it is zero, which asks for nothing. */
    public static Optional<Long> nonZero(long number) {
        return number != 0 ? Optional.of(number) : Optional.empty();
    }

    /** A namespace of a container's own or the host's. */
    public static NamespaceMode namespace(String field, String text) {
        return switch (text) {
            case "", "default", "private" -> NamespaceMode.PRIVATE;
            case "host" -> NamespaceMode.HOST;
            default -> throw new NotSupported(field + " " + text + " is not supported");
        };
    }

    /** The IPC namespace, whose own kind has a second name. */
    public static NamespaceMode ipcNamespace(String field, String text) {
        return text.equals("shareable") ? NamespaceMode.PRIVATE : namespace(field, text);
    }

    /** The network. */
    public static NetworkMode network(String field, String text) {
        return switch (text) {
            case "", "default", "bridge", "private", ContainerView.DEFAULT_NETWORK -> NetworkMode.DEFAULT;
            case "none" -> NetworkMode.NONE;
            case "host" -> NetworkMode.HOST;
            default -> throw new NotSupported(field + " " + text + " is not supported");
        };
    }

    /** The driver of the log; absent for the empty text. */
    public static Optional<LogDriverName> logDriver(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (LogDriverName driver : LogDriverName.values()) {
            if (driver.wire().equals(text)) {
                return Optional.of(driver);
            }
        }
        throw new NotSupported("log driver " + text + " is not supported");
    }

    /** {@code host[:container][:permissions]}. */
    public static Device device(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3) {
            throw new InvalidArgument("invalid device specification: " + text);
        }
        String second = parts.length > 1 ? parts[1] : "";
        boolean secondIsPath = second.startsWith("/");
        String target = secondIsPath ? second : parts[0];
        String permissions = parts.length == 3 ? parts[2] : secondIsPath ? "" : second;
        return device(parts[0], target, permissions);
    }

    /** A device; empty parts mean the same path, and all permissions. */
    public static Device device(String source, String target, String permissions) {
        String inside = target.isEmpty() ? source : target;
        if (!source.startsWith("/dev/") || !inside.startsWith("/")) {
            throw new InvalidArgument("invalid device specification: " + source + ":" + inside);
        }
        if (!permissions.matches("[rwm]{0,3}")) {
            throw new InvalidArgument("invalid device permissions: " + permissions);
        }
        return new Device(source, inside, permissions.isEmpty() ? "rwm" : permissions);
    }

    /** The name of a limit without RLIMIT_, in lower case. */
    public static String rlimitName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("rlimit_") ? lower.substring(7) : lower;
        if (!RLIMITS.contains(bare)) {
            throw new InvalidArgument("invalid ulimit type: " + name);
        }
        return bare;
    }

    /** Negative numbers and the largest unsigned one mean unlimited. */
    public static Rlimit rlimit(String name, BigInteger soft, BigInteger hard) {
        long low = rlimitValue(soft);
        long high = rlimitValue(hard);
        if (high != -1 && (low == -1 || low > high)) {
            throw new InvalidArgument("ulimit " + name + ": soft limit " + soft + " is above hard limit " + hard);
        }
        return new Rlimit(low, high);
    }

    private static long rlimitValue(BigInteger value) {
        return value.signum() < 0 || value.compareTo(UNLIMITED) >= 0 || value.bitLength() > 63 ? -1 : value.longValue();
    }
}
