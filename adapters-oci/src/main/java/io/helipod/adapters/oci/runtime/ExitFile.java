package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The file in which a monitor says how a process ended.
 *
 * @param file written by renaming, so it is whole when it is there
 * @param oom there when the kernel ended the process for want of memory
 * @param lost the code of a process whose monitor died without a word
 */
record ExitFile(Path file, Path oom, int lost) {
    /** What it says; empty when it is not there. */
    Optional<ExitStatus> read() {
        try {
            String text = Files.readString(file).strip();
            if (!text.matches("-?[0-9]{1,9}")) {
                return Optional.empty(); // being written
            }
            Instant at = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new ExitStatus(Integer.parseInt(text) & 0xff, Files.exists(oom), at));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageFailed("exit file " + file + " could not be read", e);
        }
    }

    /** What stands for a word that never came. */
    ExitStatus lostNow() {
        return new ExitStatus(lost, false, Instant.now());
    }

    /** Takes it away. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageFailed("exit file " + file + " could not be removed", e);
        }
    }
}
