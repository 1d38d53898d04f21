package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to exec create. */
public record ExecIdJson(@JsonProperty("Id") String id) {}
