package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A failure that is only a text: a pull's before any progress, and the detail of one after (behaviour.md 19). */
public record MessageJson(@JsonProperty("message") String message) {}
