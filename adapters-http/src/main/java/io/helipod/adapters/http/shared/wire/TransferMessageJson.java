package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.id.Digest;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.TransferProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A record of a pull or push in docker's shape (types.md 5.5). */
public record TransferMessageJson(
        @JsonProperty("status") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String status,

        @JsonProperty("progressDetail") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Map<String, Long>> progressDetail,

        @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String id,

        @JsonProperty("errorDetail") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<MessageJson> errorDetail,

        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String error,

        @JsonProperty("aux") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<PushedJson> aux) {
    private static final int SHOWN_DIGITS = 12;

    /** What a push has led to. */
    public record PushedJson(
            @JsonProperty("Tag") String tag,
            @JsonProperty("Digest") String digest,
            @JsonProperty("Size") long size) {}

    /** A line about the whole. */
    public static TransferMessageJson line(String status, String id) {
        return new TransferMessageJson(status, Optional.empty(), id, Optional.empty(), "", Optional.empty());
    }

    /** A line about a layer, which redraws the one before. */
    public static TransferMessageJson layer(TransferProgress.Layer layer) {
        Map<String, Long> detail = new LinkedHashMap<>();
        String status = switch (layer.step()) {
            case WAITING -> "Pulling fs layer";
            case PRESENT -> "Already exists";
            case DOWNLOADING -> counted("Downloading", layer, detail);
            case DOWNLOADED -> "Download complete";
            case UNPACKING -> "Extracting";
            case PULLED -> "Pull complete";
            case PREPARING -> "Preparing";
            case PUSHING -> counted("Pushing", layer, detail);
            case PUSHED -> "Pushed";
            case REMOTE -> "Layer already exists";
            case MOUNTED -> "Mounted from another repository";
        };
        return new TransferMessageJson(
                status, Optional.of(detail), shown(layer.blob()), Optional.empty(), "", Optional.empty());
    }

    private static String counted(String status, TransferProgress.Layer layer, Map<String, Long> detail) {
        detail.put("current", layer.current());
        detail.put("total", layer.total());
        return status;
    }

    private static String shown(Digest digest) {
        return digest.hex().substring(0, SHOWN_DIGITS);
    }

    /** The last line of a pull as podman has it. */
    public static TransferMessageJson imageDone(String id) {
        return new TransferMessageJson(
                "Download complete", Optional.of(Map.of()), id, Optional.empty(), "", Optional.empty());
    }

    /** The last record of a transfer that failed half-way. */
    public static TransferMessageJson failed(String error) {
        return new TransferMessageJson(
                "", Optional.of(Map.of()), "", Optional.of(new MessageJson(error)), error, Optional.empty());
    }

    /** What a push has led to, for programs. */
    public static TransferMessageJson pushed(String tag, PushedImage image) {
        return new TransferMessageJson(
                "",
                Optional.of(Map.of()),
                "",
                Optional.empty(),
                "",
                Optional.of(new PushedJson(
                        tag,
                        image.manifest().digest().toString(),
                        image.manifest().size())));
    }
}
