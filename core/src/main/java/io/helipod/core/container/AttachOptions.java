package io.helipod.core.container;

import io.helipod.core.stream.StreamSelection;

/**
 * How to attach.
 *
 * @param streams which streams
 */
public record AttachOptions(StreamSelection streams) {}
