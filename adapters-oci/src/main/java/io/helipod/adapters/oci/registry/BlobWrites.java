package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.registry.RegistryRequest.Body;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.image.Descriptor;
import io.helipod.core.spi.registry.BlobOutcome;
import io.helipod.core.spi.registry.BlobUpload;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /v2/NAME/blobs/uploads/}: mounting from another repository, and uploading in one piece or, what is large, in several, so that only
 * the piece that broke off goes again.
 */
final class BlobWrites {
    private static final Pattern RECEIVED = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");
    private final RegistryCaller caller;
    private final BlobReads reads;
    private final long piece;

    /**
     * @param piece bytes of the largest piece
     */
    BlobWrites(RegistryCaller caller, BlobReads reads, long piece) {
        this.caller = caller;
        this.reads = reads;
        this.piece = piece;
    }

    private static String what(Session session, Descriptor blob) {
        return "writing blob " + blob.digest() + " to " + session.source();
    }

    BlobOutcome push(Session session, BlobUpload upload) {
        if (reads.has(session, upload.blob())) {
            return BlobOutcome.PRESENT;
        }
        for (String from : upload.mountFrom()) {
            if (tryMount(session.alsoReading(from), upload.blob(), from)) {
                return BlobOutcome.MOUNTED;
            }
        }
        Patience patience = session.patience();
        patience.forget();
        Furthest furthest = new Furthest();
        while (true) {
            try {
                upload(session, upload, furthest);
                return BlobOutcome.UPLOADED;
            } catch (RegistryFailed e) {
                if (e.kind() != Kind.UNREACHABLE || !patience.allowsAnother()) {
                    throw e;
                }
                Patience.pause(patience.delay());
            }
        }
    }

    /**
     * How far any try of an upload came. Only what goes beyond it is progress: a registry that takes all pieces and then fails would be
     * sent them without end otherwise.
     */
    private static final class Furthest {
        private long at;

        boolean isPassedBy(long now) {
            boolean further = now > at;
            at = Math.max(at, now);
            return further;
        }
    }

    /** The same where a refusal is no failure: who may not read there, or a registry that cannot mount, still takes an upload. */
    private boolean tryMount(Session session, Descriptor blob, String from) {
        try {
            return mount(session, blob, from);
        } catch (RegistryFailed e) {
            System.getLogger(BlobWrites.class.getName())
                    .log(System.Logger.Level.INFO, () -> "not mounted from " + from + ": " + e.message());
            return false;
        }
    }

    /** Whether the registry took it from there; when it will not, an upload has begun, which is not wanted yet. */
    private boolean mount(Session session, Descriptor blob, String from) {
        String what = what(session, blob);
        URI uploads = session.repository(
                "blobs/uploads/?mount=" + blob.digest() + "&from=" + URLEncoder.encode(from, StandardCharsets.UTF_8));
        HttpResponse<WatchedInput> response = caller.call(what, session, RegistryRequest.of("POST", uploads));
        RegistryCaller.close(response);
        if (response.statusCode() == 202) {
            RegistryCaller.close(caller.call(
                    what, session, RegistryRequest.of("DELETE", location(what, session, uploads, response))));
        }
        return response.statusCode() == 201;
    }

    private URI location(String what, Session session, URI from, HttpResponse<WatchedInput> response) {
        return caller.resolve(
                what,
                session,
                from,
                response.headers()
                        .firstValue("Location")
                        .orElseThrow(() ->
                                RegistryErrors.broken(what, "the registry does not say where to upload to", null)));
    }

    private void upload(Session session, BlobUpload upload, Furthest furthest) {
        String what = what(session, upload.blob());
        URI uploads = session.repository("blobs/uploads/");
        HttpResponse<WatchedInput> begun = caller.call(what, session, RegistryRequest.of("POST", uploads));
        if (begun.statusCode() != 202) {
            throw RegistryErrors.refused(what, begun);
        }
        RegistryCaller.close(begun);
        URI place = location(what, session, uploads, begun);
        long size = upload.blob().size();
        if (size > piece) {
            place = pieces(what, session, upload, place, furthest);
            finish(what, session, upload, place, new Body(InputStream::nullInputStream, 0, sent -> {}));
        } else {
            finish(what, session, upload, place, new Body(upload.source(), size, upload.listener()));
        }
    }

    private void finish(String what, Session session, BlobUpload upload, URI place, Body body) {
        String text = place.toString();
        URI last = URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + "digest="
                + upload.blob().digest());
        HttpResponse<WatchedInput> response = caller.call(what, session, RegistryRequest.send("PUT", last, body));
        if (response.statusCode() != 201 && response.statusCode() != 204) {
            throw RegistryErrors.refused(what, response);
        }
        RegistryCaller.close(response);
    }

    private URI pieces(String what, Session session, BlobUpload upload, URI begin, Furthest furthest) {
        URI place = begin;
        long at = 0;
        while (at < upload.blob().size()) {
            long length = Math.min(piece, upload.blob().size() - at);
            try {
                HttpResponse<WatchedInput> response = caller.call(what, session, patch(upload, place, at, length));
                if (response.statusCode() != 202 && response.statusCode() != 204) {
                    throw RegistryErrors.refused(what, response);
                }
                RegistryCaller.close(response);
                place = location(what, session, place, response);
                at += length;
                if (furthest.isPassedBy(at)) {
                    session.patience().forget();
                }
            } catch (RegistryFailed e) {
                if (e.kind() != Kind.UNREACHABLE || !session.patience().allowsAnother()) {
                    throw e;
                }
                Patience.pause(session.patience().delay());
                HttpResponse<WatchedInput> status = caller.call(what, session, RegistryRequest.get(place));
                RegistryCaller.close(status);
                at = received(status, upload.blob().size()).orElseThrow(() -> e);
                place = status.headers().firstValue("Location").isPresent()
                        ? location(what, session, place, status)
                        : place;
            }
        }
        return place;
    }

    private static RegistryRequest patch(BlobUpload upload, URI place, long at, long length) {
        BlobUpload.Source part = () -> new Piece(upload.source().open(at), length);
        return RegistryRequest.send(
                        "PATCH",
                        place,
                        new Body(part, length, sent -> upload.listener().sent(at + sent)))
                .with("Content-Range", at + "-" + (at + length - 1));
    }

    /** How much of an upload the registry has. An empty one shows as {@code 0-0}, as one of one byte does. */
    private static Optional<Long> received(HttpResponse<WatchedInput> status, long size) {
        Matcher range = RECEIVED.matcher(status.headers().firstValue("Range").orElse(""));
        if (status.statusCode() != 204 && status.statusCode() != 202 || !range.matches()) {
            return Optional.empty();
        }
        long last = Long.parseLong(range.group(1));
        return last >= size ? Optional.empty() : Optional.of(last == 0 ? 0 : last + 1);
    }
}
