package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A container that was removed (types.md 4.6). */
public record RemovedContainerJson(@JsonProperty("Id") String id) {}
