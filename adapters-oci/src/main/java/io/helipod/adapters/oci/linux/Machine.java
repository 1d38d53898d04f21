package io.helipod.adapters.oci.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process runs as, from the machine field of its own program file (elf(5)): the word of a JVM's property is no proof. */
public enum Machine {
    AMD64("amd64"),
    ARM64("arm64");

    private static final int EM_AARCH64 = 183;
    private static final int MACHINE_FIELD = 18;
    private static final Machine HERE = read();
    private final String goName;

    Machine(String goName) {
        this.goName = goName;
    }

    /** This one. */
    public static Machine here() {
        return HERE;
    }

    /** In Go's words, as images and clients write it. */
    public String goName() {
        return goName;
    }

    private static Machine read() {
        try (InputStream program = Files.newInputStream(Path.of("/proc/self/exe"))) {
            byte[] head = program.readNBytes(MACHINE_FIELD + 2);
            return (head[MACHINE_FIELD] & 0xff) == EM_AARCH64 ? ARM64 : AMD64;
        } catch (IOException e) {
            return AMD64;
        }
    }
}
