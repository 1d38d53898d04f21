package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.container.Device;

/** A host device a container sees. */
public record DeviceJson(
        @JsonProperty("PathOnHost") String pathOnHost,
        @JsonProperty("PathInContainer") String pathInContainer,
        @JsonProperty("CgroupPermissions") String cgroupPermissions) {
    /** The device. */
    public static DeviceJson from(Device device) {
        return new DeviceJson(device.source(), device.target(), device.permissions());
    }
}
