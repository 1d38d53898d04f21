package io.helipod.adapters.oci.registry;

import io.helipod.core.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET} and {@code HEAD /v2/NAME/blobs/DIGEST} */
final class BlobReads {
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    private final RegistryCaller caller;

    BlobReads(RegistryCaller caller) {
        this.caller = caller;
    }

    /** How a failure to read this blob begins. */
    static String what(Session session, Descriptor blob) {
        return "reading blob " + blob.digest() + " in " + session.source();
    }

    /** Whether the repository has it. */
    boolean has(Session session, Descriptor blob) {
        String what = "looking for blob " + blob.digest() + " in " + session.source();
        HttpResponse<WatchedInput> response =
                caller.call(what, session, RegistryRequest.of("HEAD", session.repository("blobs/" + blob.digest())));
        RegistryCaller.close(response);
        return switch (response.statusCode()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw RegistryErrors.refused(what, response);
        };
    }

    /** Its bytes from there on; what is known of their number has been compared with the descriptor. */
    InputStream open(Session session, Descriptor blob, long from) {
        String what = what(session, blob);
        RegistryRequest request = RegistryRequest.get(session.repository("blobs/" + blob.digest()));
        HttpResponse<WatchedInput> response =
                caller.call(what, session, from == 0 ? request : request.with("Range", "bytes=" + from + "-"));
        OptionalLong length = response.headers().firstValueAsLong("Content-Length");
        switch (response.statusCode()) {
            case 200 -> {
                check(what, response, length, blob.size());
                return skipped(what, session, response.body(), from);
            }
            case 206 -> {
                Matcher range = RANGE.matcher(
                        response.headers().firstValue("Content-Range").orElse(""));
                if (!range.matches()
                        || Long.parseLong(range.group(1)) != from
                        || !range.group(3).equals("*") && Long.parseLong(range.group(3)) != blob.size()) {
                    RegistryCaller.close(response);
                    throw RegistryErrors.broken(what, "the registry answers another range than was asked for", null);
                }
                check(what, response, length, blob.size() - from);
                return response.body();
            }
            default -> throw RegistryErrors.refused(what, response);
        }
    }

    private static void check(String what, HttpResponse<WatchedInput> response, OptionalLong length, long wanted) {
        if (length.isPresent() && length.getAsLong() != wanted) {
            RegistryCaller.close(response);
            throw RegistryErrors.broken(
                    what, "the blob has " + length.getAsLong() + " bytes where " + wanted + " were to come", null);
        }
    }

    /** A registry may not know of ranges. */
    private static InputStream skipped(String what, Session session, InputStream whole, long from) {
        boolean done = false;
        try {
            whole.skipNBytes(from);
            done = true;
            return whole;
        } catch (IOException e) {
            throw RegistryErrors.unreachable(what, session.source().host(), e);
        } finally {
            if (!done) {
                try {
                    whole.close();
                } catch (IOException e) {
                    // it is given up
                }
            }
        }
    }
}
