package io.helipod.core.system;

/** Driving port: what the engine's storage holds. Thread-safe. */
public interface SystemMaintenance {
    /**
     * What everything takes. Images are answered from memory.
     *
     * @param containers whether containers are wanted; every file they wrote is looked at
     */
    DiskUsage diskUsage(boolean containers);
}
