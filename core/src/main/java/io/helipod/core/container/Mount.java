package io.helipod.core.container;

import java.util.List;

/** Something mounted into a container. */
public sealed interface Mount {
    /** Absolute path in the container. */
    String target();

    /**
     * A file or directory of the host.
     *
     * @param source absolute path on the host; a missing directory is made when {@code createSource} says so
     * @param options mount options such as ro, rbind, rslave; checked by the adapter that read them
     */
    record Bind(String source, String target, boolean readOnly, boolean createSource, List<String> options)
            implements Mount {
        public Bind {
            options = List.copyOf(options);
        }
    }

    /**
     * A file system in memory.
     *
     * @param options such as rw, size=64m, mode=1777
     */
    record Tmpfs(String target, List<String> options) implements Mount {
        public Tmpfs {
            options = List.copyOf(options);
        }
    }
}
