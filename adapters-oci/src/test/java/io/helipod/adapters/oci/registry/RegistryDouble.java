package io.helipod.adapters.oci.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.helipod.core.id.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry on loopback (distribution spec 1.1, as far as the client asks) that can be told to misbehave. */
final class RegistryDouble implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v2/(?:(?<name>.+)/)?(?<kind>manifests|blobs|tags)/(?<rest>.*)");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, Manifest> manifests = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Queue<Trick> tricks = new ConcurrentLinkedDeque<>();
    private final List<Trick> lasting = new CopyOnWriteArrayList<>();
    private volatile Optional<Guard> guard = Optional.empty();

    private record Manifest(String type, byte[] bytes) {}

    /** Something to do instead of the right thing; false leaves the request to the next. */
    @FunctionalInterface
    interface Trick {
        boolean play(HttpExchange exchange) throws IOException;
    }

    /** Lets a request pass, or answers it. */
    @FunctionalInterface
    interface Guard {
        boolean admits(HttpExchange exchange) throws IOException;
    }

    RegistryDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String host() {
        return "localhost:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Digest blob(String path, byte[] bytes) {
        Digest digest = Digest.ofBytes(bytes);
        blobs.put(path + "@" + digest, bytes);
        return digest;
    }

    byte[] blob(String path, Digest digest) {
        return blobs.get(path + "@" + digest);
    }

    Digest manifest(String path, String tag, String type, byte[] bytes) {
        Digest digest = Digest.ofBytes(bytes);
        manifests.put(path + "@" + digest, new Manifest(type, bytes));
        if (!tag.isEmpty()) {
            manifests.put(path + ":" + tag, new Manifest(type, bytes));
        }
        return digest;
    }

    /** Plays a trick on one request, the next that it takes. */
    void once(Trick trick) {
        tricks.add(trick);
    }

    /** Plays it on every request, side by side too. */
    void always(Trick trick) {
        lasting.add(trick);
    }

    void guard(Guard one) {
        guard = Optional.of(one);
    }

    /** Every request: method, target, and what authorization it had. */
    List<String> log() {
        return List.copyOf(log);
    }

    private void handle(HttpExchange x) throws IOException {
        try (x) {
            String authorization = Optional.ofNullable(x.getRequestHeaders().getFirst("Authorization"))
                    .orElse("-");
            log.add(x.getRequestMethod() + " " + x.getRequestURI() + " " + authorization);
            boolean ping = x.getRequestURI().getPath().equals("/v2/"); // tricks are for what matters
            if (!ping && isPlayed(x)) {
                return;
            }
            if (guard.isPresent() && !guard.get().admits(x)) {
                return;
            }
            Matcher path = PATH.matcher(x.getRequestURI().getPath());
            if (x.getRequestURI().getPath().equals("/v2/")) {
                answer(x, 200, "application/json", utf8("{}"));
            } else if (x.getRequestURI().getPath().equals("/v2/_catalog")) {
                catalogue(x);
            } else if (!path.matches()) {
                answer(x, 404, "text/plain", utf8("what?"));
            } else if (path.group("kind").equals("manifests")) {
                manifests(x, path.group("name"), path.group("rest"));
            } else if (path.group("kind").equals("tags")) {
                tags(x, path.group("name"));
            } else if (path.group("rest").startsWith("uploads/")) {
                upload(x, path.group("name"), path.group("rest").substring("uploads/".length()));
            } else {
                blob(x, path.group("name"), path.group("rest"));
            }
        }
    }

    private boolean isPlayed(HttpExchange x) throws IOException {
        for (Trick trick : tricks) {
            if (tricks.remove(trick)) {
                if (trick.play(x)) {
                    return true;
                }
                tricks.add(trick);
            }
        }
        for (Trick trick : lasting) {
            if (trick.play(x)) {
                return true;
            }
        }
        return false;
    }

    private void manifests(HttpExchange x, String name, String reference) throws IOException {
        String key = name + (reference.contains(":") ? "@" : ":") + reference;
        if (x.getRequestMethod().equals("PUT")) {
            byte[] bytes = x.getRequestBody().readAllBytes();
            Digest digest = manifest(
                    name,
                    reference.contains(":") ? "" : reference,
                    x.getRequestHeaders().getFirst("Content-Type"),
                    bytes);
            x.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
            answer(x, 201, "", new byte[0]);
            return;
        }
        Manifest found = manifests.get(key);
        if (found == null) {
            error(x, 404, "MANIFEST_UNKNOWN", "manifest unknown");
            return;
        }
        x.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.ofBytes(found.bytes()).toString());
        answer(x, 200, found.type(), found.bytes());
    }

    private void tags(HttpExchange x, String name) throws IOException {
        List<String> tags = new java.util.ArrayList<>(manifests.keySet().stream()
                .filter(key -> key.startsWith(name + ":"))
                .map(key -> key.substring(name.length() + 1))
                .toList());
        if (tags.isEmpty()) {
            error(x, 404, "NAME_UNKNOWN", "repository name not known to registry");
            return;
        }
        // one a page, to be asked again
        Map<String, String> query = query(x);
        int at = query.containsKey("last") ? tags.indexOf(query.get("last")) + 1 : 0;
        if (at + 1 < tags.size()) {
            x.getResponseHeaders()
                    .set("Link", "</v2/" + name + "/tags/list?n=1&last=" + tags.get(at) + ">; rel=\"next\"");
        }
        answer(x, 200, "application/json", utf8("{\"name\":\"" + name + "\",\"tags\":[\"" + tags.get(at) + "\"]}"));
    }

    /** One name a page, to be asked again. */
    private void catalogue(HttpExchange x) throws IOException {
        List<String> names = manifests.keySet().stream()
                .map(key -> key.replaceAll("[:@].*", ""))
                .distinct()
                .sorted()
                .toList();
        int at = names.indexOf(query(x).get("last")) + 1;
        if (at + 1 < names.size()) {
            x.getResponseHeaders().set("Link", "</v2/_catalog?n=1&last=" + names.get(at) + ">; rel=\"next\"");
        }
        String page = names.isEmpty() ? "" : "\"" + names.get(at) + "\"";
        answer(x, 200, "application/json", utf8("{\"repositories\":[" + page + "]}"));
    }

    private void blob(HttpExchange x, String name, String digest) throws IOException {
        byte[] bytes = blobs.get(name + "@" + digest);
        if (bytes == null) {
            error(x, 404, "BLOB_UNKNOWN", "blob unknown to registry");
            return;
        }
        int from = from(x);
        if (from > 0) {
            x.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        answer(x, from > 0 ? 206 : 200, "application/octet-stream", Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** Where a range begins; 0 without one. */
    static int from(HttpExchange x) {
        return Optional.ofNullable(x.getRequestHeaders().getFirst("Range"))
                .map(text -> Integer.parseInt(text.replaceAll("bytes=([0-9]+)-", "$1")))
                .orElse(0);
    }

    private void upload(HttpExchange x, String name, String id) throws IOException {
        Map<String, String> query = query(x);
        switch (x.getRequestMethod()) {
            case "POST" -> {
                byte[] there = blobs.get(query.get("from") + "@" + query.get("mount"));
                if (query.containsKey("mount") && there != null) {
                    blobs.put(name + "@" + query.get("mount"), there);
                    answer(x, 201, "", new byte[0]);
                    return;
                }
                String fresh = Integer.toString(uploads.size() + 1);
                uploads.put(fresh, new byte[0]);
                x.getResponseHeaders().set("Location", "/v2/" + name + "/blobs/uploads/" + fresh + "?state=a%3Db");
                answer(x, 202, "", new byte[0]);
            }
            case "PATCH" -> {
                append(x, id);
                progress(x, name, id, 202);
            }
            case "GET" -> progress(x, name, id, 204);
            case "DELETE" -> {
                uploads.put(id, new byte[0]);
                answer(x, 204, "", new byte[0]);
            }
            case "PUT" -> {
                append(x, id);
                byte[] bytes = uploads.get(id);
                if (!Digest.parse(query.get("digest")).isOf(bytes)) {
                    error(x, 400, "DIGEST_INVALID", "provided digest did not match uploaded content");
                    return;
                }
                blobs.put(name + "@" + query.get("digest"), bytes);
                answer(x, 201, "", new byte[0]);
            }
            default -> answer(x, 405, "", new byte[0]);
        }
    }

    private void append(HttpExchange x, String id) throws IOException {
        byte[] old = uploads.get(id);
        byte[] more = x.getRequestBody().readAllBytes();
        byte[] all = Arrays.copyOf(old, old.length + more.length);
        System.arraycopy(more, 0, all, old.length, more.length);
        uploads.put(id, all);
    }

    /** Takes some bytes of an upload and then breaks the connection. */
    void swallow(HttpExchange x, int count) throws IOException {
        String id = x.getRequestURI().getPath().replaceAll(".*/", "");
        byte[] old = uploads.get(id);
        byte[] more = x.getRequestBody().readNBytes(count);
        byte[] all = Arrays.copyOf(old, old.length + more.length);
        System.arraycopy(more, 0, all, old.length, more.length);
        uploads.put(id, all);
        x.close();
    }

    private void progress(HttpExchange x, String name, String id, int status) throws IOException {
        x.getResponseHeaders().set("Location", "/v2/" + name + "/blobs/uploads/" + id + "?state=c");
        x.getResponseHeaders().set("Range", "0-" + Math.max(0, uploads.get(id).length - 1));
        answer(x, status, "", new byte[0]);
    }

    static Map<String, String> query(HttpExchange x) {
        Map<String, String> query = new HashMap<>();
        String text = x.getRequestURI().getQuery();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new TreeMap<>(query);
    }

    static void error(HttpExchange x, int status, String code, String message) throws IOException {
        answer(
                x,
                status,
                "application/json",
                utf8("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}"));
    }

    static void answer(HttpExchange x, int status, String type, byte[] bytes) throws IOException {
        if (!type.isEmpty()) {
            x.getResponseHeaders().set("Content-Type", type);
        }
        boolean head = x.getRequestMethod().equals("HEAD");
        if (head) {
            x.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
        }
        x.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            try (OutputStream out = x.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    /** Says so many bytes, sends fewer, and breaks the connection. */
    static void cut(HttpExchange x, int said, byte[] sent) throws IOException {
        x.sendResponseHeaders(200, said);
        x.getResponseBody().write(sent);
        x.getResponseBody().flush();
        x.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
