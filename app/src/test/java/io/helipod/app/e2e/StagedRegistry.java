package io.helipod.app.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.helipod.core.id.Digest;
import io.helipod.core.testing.TestImages;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry of one image on loopback, whose blobs a test can replace or slow down. */
final class StagedRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final byte[] manifest;
    private volatile int bytesAtOnce = Integer.MAX_VALUE;
    private volatile long pause;

    /** @param layers uncompressed */
    StagedRegistry(byte[]... layers) {
        byte[] config = TestImages.config("{\"Cmd\":[\"sh\"]}", layers);
        StringBuilder descriptors = new StringBuilder();
        for (byte[] layer : layers) {
            descriptors.append(descriptors.isEmpty() ? "" : ",").append(descriptor("layer.v1.tar", layer));
            put(Digest.ofBytes(layer), layer);
        }
        put(Digest.ofBytes(config), config);
        manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("config.v1+json", config) + ",\"layers\":[" + descriptors + "]}")
                .getBytes(StandardCharsets.UTF_8);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static String descriptor(String type, byte[] bytes) {
        return "{\"mediaType\":\"application/vnd.oci.image." + type + "\",\"digest\":\"" + Digest.ofBytes(bytes)
                + "\",\"size\":" + bytes.length + "}";
    }

    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** Serves these bytes under a digest, theirs or not. */
    void put(Digest digest, byte[] bytes) {
        blobs.put(digest.toString(), bytes);
    }

    /** So many bytes, then a pause in milliseconds, and so on. */
    void slow(int bytes, long milliseconds) {
        bytesAtOnce = bytes;
        pause = milliseconds;
    }

    /** The ranges that were asked for; empty texts for whole blobs. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void handle(HttpExchange x) throws IOException {
        try (x) {
            String path = x.getRequestURI().getPath();
            byte[] bytes;
            int from = 0;
            if (path.contains("/manifests/")) {
                x.getResponseHeaders().set("Content-Type", MANIFEST);
                bytes = manifest;
            } else if (path.contains("/blobs/")) {
                bytes = blobs.get(path.substring(path.lastIndexOf('/') + 1));
                String range = Optional.ofNullable(x.getRequestHeaders().getFirst("Range"))
                        .orElse("");
                ranges.add(range);
                from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
            } else {
                bytes = "{}".getBytes(StandardCharsets.UTF_8);
            }
            if (from > 0) {
                x.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
            }
            x.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
            try (OutputStream out = x.getResponseBody()) {
                for (int at = from; at < bytes.length; at += Math.min(bytesAtOnce, bytes.length - at)) {
                    out.write(bytes, at, Math.min(bytesAtOnce, bytes.length - at));
                    out.flush();
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
