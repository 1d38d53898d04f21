package io.helipod.violations.adapters.oci;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.logging.Logger;

/** Does everything in the wrong place. */
public final class Neighbour {
    /** Starts a program outside the process package. */
    public Process program() throws IOException {
        return new ProcessBuilder("true").start();
    }

    /** Calls libc outside the linux package. */
    public Arena arena() {
        return Arena.ofAuto();
    }

    /** Reads the environment behind the caller's back. */
    public Map<String, String> environment() {
        return System.getenv();
    }

    /** Speaks on a standard stream, by the wrong logger, and fails without a kind. */
    public void speak() {
        System.out.println(Logger.getLogger("x"));
        throw new RuntimeException("what kind?");
    }
}
