package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Body of exec remove. */
public record RemoveExecJson(@JsonProperty("Force") boolean force) {}
