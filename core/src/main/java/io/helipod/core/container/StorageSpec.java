package io.helipod.core.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import java.util.Optional;

/**
 * The files a container sees.
 *
 * @param readOnlyRoot whether its root file system is read-only; /tmp, /run and /var/tmp become tmpfs when {@code readWriteTmpfs}
 * @param shmSize bytes of /dev/shm
 */
public record StorageSpec(
        boolean readOnlyRoot,
        boolean readWriteTmpfs,
        List<Mount> mounts,
        List<Device> devices,
        Optional<Long> shmSize) {
    /** A writable root, nothing mounted. */
    public static final StorageSpec DEFAULT = new StorageSpec(false, true, List.of(), List.of(), Optional.empty());

    public StorageSpec {
        shmSize.filter(bytes -> bytes <= 0).ifPresent(bytes -> {
            throw new InvalidArgument("invalid shm size " + bytes);
        });
        mounts = List.copyOf(mounts);
        devices = List.copyOf(devices);
    }
}
