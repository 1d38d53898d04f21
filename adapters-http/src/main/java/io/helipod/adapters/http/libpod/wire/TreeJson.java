package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The layers of an image (types.md 5.4).
 *
 * @param tree drawn with lines
 */
public record TreeJson(@JsonProperty("Tree") String tree) {}
