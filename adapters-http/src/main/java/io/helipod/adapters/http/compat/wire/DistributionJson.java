package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.Platform;
import io.helipod.core.image.RemoteImage;
import java.util.List;

/** What a registry has under a name (Docker's DistributionInspect). */
public record DistributionJson(
        @JsonProperty("Descriptor") DescriptorJson descriptor,
        @JsonProperty("Platforms") List<PlatformJson> platforms) {
    /** Of the manifest or index. */
    public record DescriptorJson(
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("digest") String digest,
            @JsonProperty("size") long size) {}

    /** What it runs on. */
    public record PlatformJson(
            @JsonProperty("architecture") String architecture,
            @JsonProperty("os") String os,

            @JsonProperty("variant") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String variant) {
        static PlatformJson from(Platform platform) {
            return new PlatformJson(platform.architecture(), platform.os(), platform.variant());
        }
    }

    /** The wire form. */
    public static DistributionJson from(RemoteImage image) {
        return new DistributionJson(
                new DescriptorJson(
                        image.manifest().mediaType(),
                        image.manifest().digest().toString(),
                        image.manifest().size()),
                image.platforms().stream().map(PlatformJson::from).toList());
    }
}
