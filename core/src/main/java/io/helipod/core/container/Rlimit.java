package io.helipod.core.container;

/**
 * A resource limit (getrlimit(2)).
 *
 * @param soft -1 for unlimited
 * @param hard -1 for unlimited
 */
public record Rlimit(long soft, long hard) {}
