package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The image an import made. */
public record ImageIdJson(@JsonProperty("Id") String id) {}
