package io.helipod.core.system;

/**
 * Versions of this build.
 *
 * @param engine of Helipod itself
 * @param libpodApi of the Libpod API served; clients compare it
 * @param buildTime seconds since the epoch
 * @param commit of the source; empty when unknown
 */
public record EngineVersion(String engine, String libpodApi, long buildTime, String commit) {}
