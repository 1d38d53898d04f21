package io.helipod.app.config;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the service listens (behaviour.md 28). */
public sealed interface ListenAddress {
    /** What podman uses for root, so that clients without settings find us. */
    ListenAddress DEFAULT = new Unix(Path.of("/run/podman/podman.sock"));

    /** A socket file. The kernel takes 107 bytes of path. */
    record Unix(Path path) implements ListenAddress {
        private static final int LONGEST = 107;

        public Unix {
            if (!path.isAbsolute() || path.getFileName() == null) {
                throw new InvalidArgument("socket path " + path + " is not absolute");
            }
            path = path.normalize();
            if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                throw new InvalidArgument("socket path " + path + " is longer than " + LONGEST + " bytes");
            }
        }

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** A TCP port; 0 lets the kernel choose. The name is resolved once, here. */
    record Tcp(InetSocketAddress address) implements ListenAddress {
        public Tcp {
            if (address.isUnresolved()) {
                throw new InvalidArgument("unknown host " + address.getHostString());
            }
        }

        /** Whether only this machine can reach it. */
        public boolean loopback() {
            return address.getAddress().isLoopbackAddress();
        }

        @Override
        public String toString() {
            String host = address.getAddress().getHostAddress();
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        }
    }

    /** Reads {@code unix:///path}, {@code unix:/path}, {@code tcp://host:port} or the old {@code tcp:host:port}. */
    static ListenAddress parse(String uri) {
        if (uri.startsWith("unix:")) {
            String path = uri.substring("unix:".length());
            return new Unix(Path.of(path.startsWith("//") ? path.substring(2) : path));
        }
        if (uri.startsWith("tcp:")) {
            String rest = uri.substring("tcp:".length());
            return new Tcp(hostAndPort(rest.startsWith("//") ? rest.substring(2) : rest));
        }
        throw new InvalidArgument("service URI " + uri + " has no supported scheme, want unix:// or tcp://");
    }

    /** Reads {@code host:port}, {@code [v6]:port} or {@code :port}, which means loopback. */
    static InetSocketAddress hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new InvalidArgument("address " + text + " has no port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new InvalidArgument("address " + text + ": an IPv6 address needs brackets");
        }
        return new InetSocketAddress(resolve(host), port(text, text.substring(colon + 1)));
    }

    private static InetAddress resolve(String host) {
        try {
            return host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new InvalidArgument("unknown host " + host, e);
        }
    }

    private static int port(String whole, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new InvalidArgument("address " + whole + ": port is not a number", e);
        }
        throw new InvalidArgument("address " + whole + ": port is out of range");
    }
}
