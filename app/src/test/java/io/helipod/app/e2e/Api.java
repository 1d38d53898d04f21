package io.helipod.app.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Requests to a service by hand, quicker than a client program; whatever breaks is an UncheckedIOException. */
record Api(Service service) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was answered; status 0 when the service went before it had answered. */
    record Answer(int status, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        Answer expect(int... statuses) {
            for (int one : statuses) {
                if (one == status) {
                    return this;
                }
            }
            throw new AssertionError("status " + status + ": " + body);
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path) {
        return send("POST", path, "");
    }

    /** @param json with single quotes */
    Answer post(String path, String json) {
        return send("POST", path, json.replace('\'', '"'));
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    private Answer send(String method, String path, String body) {
        String text = service.exchange(method + " /v1.44" + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                + "\r\n" + body);
        int head = text.indexOf("\r\n\r\n");
        return head < 0 || text.length() < 12
                ? new Answer(0, "")
                : new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(head + 4));
    }
}
