package io.helipod.core.spi.runtime;

/**
 * A container the runtime has made.
 *
 * @param pid of its first process, waiting to be started
 * @param monitorPid of its conmon
 */
public record RuntimeHandle(long pid, long monitorPid) {}
