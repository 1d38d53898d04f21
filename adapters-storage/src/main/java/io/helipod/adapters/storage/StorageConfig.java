package io.helipod.adapters.storage;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What the storage needs to be told.
 *
 * @param root folder of what lasts; made when missing
 * @param runRoot folder of what vanishes at a reboot; made when missing, another than {@code root}
 * @param clock for the age of records
 * @param events how many events are kept
 */
public record StorageConfig(Path root, Path runRoot, InstantSource clock, int events) {
    /** Checks the folders. */
    public StorageConfig {
        if (root.toAbsolutePath().normalize().equals(runRoot.toAbsolutePath().normalize())) {
            throw new InvalidArgument("root and run root are both " + root);
        }
        if (events < 1) {
            throw new InvalidArgument("at least one event must be kept");
        }
    }

    /** The defaults: system time, 20,000 events. */
    public static StorageConfig of(Path root, Path runRoot) {
        return new StorageConfig(root, runRoot, InstantSource.system(), 20_000);
    }
}
