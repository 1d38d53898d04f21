package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service's own options do, seen from outside. */
class ServiceOptionsEndToEndTest {
    private static String get(Service service, String target) {
        return service.exchange("GET " + target + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
    }

    @Test
    void corsHeadersAreSentWhenAskedFor() {
        try (Service service = Service.start("--cors", "https://console.example")) {
            for (String target : List.of("/_ping", "/v1.41/containers/json", "/v1.41/containers/none/json")) {
                String answer = get(service, target);
                assertTrue(answer.contains("\r\nAccess-Control-Allow-Origin: https://console.example\r\n"), answer);
                assertTrue(
                        answer.contains("\r\nAccess-Control-Allow-Methods: HEAD, GET, POST, DELETE, PUT, OPTIONS\r\n"),
                        answer);
                assertTrue(answer.contains("\r\nAccess-Control-Allow-Headers: Origin, X-Requested-With,"), answer);
            }
        }
        try (Service service = Service.start()) {
            assertFalse(get(service, "/_ping").contains("Access-Control"));
        }
    }

    @Test
    void everyRequestIsALineInTheLogWithoutItsSecrets() throws IOException {
        try (Service service = Service.start()) {
            get(service, "/v1.41/containers/json?filters=%7B%22label%22%3A%5B%22hidden%22%5D%7D");
            get(service, "/v5.0.0/libpod/containers/nosuch/json");
            service.stop();
            List<String> lines = Files.readAllLines(service.log());
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line ->
                                    line.matches(".*\"GET /v1\\.41/containers/json HTTP/1\\.1\" 200 [0-9]+ [0-9]+us.*"))
                            .count(),
                    lines.toString());
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line ->
                                    line.contains("\"GET /v5.0.0/libpod/containers/nosuch/json HTTP/1.1\" 404 "))
                            .count(),
                    lines.toString());
            assertFalse(lines.toString().contains("hidden"), lines.toString());
        }
    }

    private record Page(int status, byte[] body) {
        static Page of(int port, String path) throws IOException {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            int status = connection.getResponseCode();
            try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Page(status, in == null ? new byte[0] : in.readAllBytes());
            }
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    @Test
    void theProfileListenerShowsThreadsHeapAndARecording() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Service service = Service.start("--profile-address", "127.0.0.1:" + port)) {
            Page threads = Page.of(port, "/debug/threads");
            assertEquals(200, threads.status());
            assertTrue(threads.text().contains("\"main\""), threads.text());
            assertTrue(threads.text().contains("ProfileEndpoint"), "virtual threads are missing:\n" + threads.text());
            Page heap = Page.of(port, "/debug/heap");
            assertEquals(200, heap.status());
            assertTrue(heap.text().contains("java.lang.String"), heap.text());
            Page recording = Page.of(port, "/debug/jfr?seconds=1");
            assertEquals(200, recording.status());
            assertEquals("FLR", recording.text().substring(0, 3));
            assertEquals(400, Page.of(port, "/debug/jfr?seconds=0").status());
            assertEquals(404, Page.of(port, "/_ping").status());
            assertTrue(get(service, "/debug/threads").startsWith("HTTP/1.1 404 "));
        }
    }
}
