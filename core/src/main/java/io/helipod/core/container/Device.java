package io.helipod.core.container;

/**
 * A host device a container sees.
 *
 * @param source path on the host
 * @param target path in the container
 * @param permissions any of r, w, m
 */
public record Device(String source, String target, String permissions) {}
