package io.helipod.core.system;

/** Driving port: what the engine's storage holds. Thread-safe. */
public interface SystemMaintenance {
    /**
     * What everything takes. Images are answered from memory.
     *
     * @param containers whether containers are wanted; every file they wrote is looked at
     */
    DiskUsage diskUsage(boolean containers);

    /**
     * Compares what is recorded with what is on disk, while everything else goes on. Reads every blob unless it is to be quick.
     *
     * @return what was found wrong, also where it has been repaired
     */
    CheckReport check(CheckOptions options);
}
