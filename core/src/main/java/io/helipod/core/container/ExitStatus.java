package io.helipod.core.container;

import java.time.Instant;

/**
 * How a container's process ended.
 *
 * @param code 0 to 255; 128 and the signal's number for a signal
 * @param oomKilled whether the kernel ended it for want of memory
 * @param at when
 */
public record ExitStatus(int code, boolean oomKilled, Instant at) {}
