package io.helipod.adapters.oci.linux;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * posix_spawn(3): a child that has exactly the descriptors it is given, no signal blocked and none ignored. Java's own way passes three
 * descriptors at most, and hands on the signal mask of the JVM's threads, which block SIGQUIT: a container that is stopped by it would not
 * hear it.
 */
public final class Spawn {
    private static final int OPAQUE = 512; // more than glibc's and musl's structures have
    private static final int SIGSET = 128;
    private static final short SET_SIGNAL_DEFAULTS = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short SET_PROCESS_GROUP = 0x02;

    private Spawn() {}

    private static final class Door {
        private static final Linker LINKER = Linker.nativeLinker();
        static final MethodHandle SPAWN = function("posix_spawn", 6);
        static final MethodHandle ACTIONS_INIT = function("posix_spawn_file_actions_init", 1);
        static final MethodHandle ACTIONS_DESTROY = function("posix_spawn_file_actions_destroy", 1);
        static final MethodHandle ADD_CHDIR = function("posix_spawn_file_actions_addchdir_np", 2);
        static final MethodHandle ADD_DUP2 = withInts("posix_spawn_file_actions_adddup2", 2);
        static final MethodHandle ADD_CLOSEFROM = withInts("posix_spawn_file_actions_addclosefrom_np", 1);
        static final MethodHandle ATTR_INIT = function("posix_spawnattr_init", 1);
        static final MethodHandle ATTR_DESTROY = function("posix_spawnattr_destroy", 1);
        static final MethodHandle SET_DEFAULTS = function("posix_spawnattr_setsigdefault", 2);
        static final MethodHandle SET_MASK = function("posix_spawnattr_setsigmask", 2);
        static final MethodHandle SET_FLAGS = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("posix_spawnattr_setflags"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_SHORT));

        private static MethodHandle function(String name, int pointers) {
            AddressLayout[] parameters = new AddressLayout[pointers];
            java.util.Arrays.fill(parameters, ValueLayout.ADDRESS);
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
        }

        private static MethodHandle withInts(String name, int ints) {
            MemoryLayout[] parameters = new MemoryLayout[1 + ints];
            java.util.Arrays.fill(parameters, ValueLayout.JAVA_INT);
            parameters[0] = ValueLayout.ADDRESS;
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
        }
    }

    /**
     * Starts a program in a process group of its own.
     *
     * @param command absolute path and arguments
     * @param env {@code NAME=value}
     * @param folder its working folder
     * @param descriptors the child's descriptors 0, 1, 2, ...; each of ours has a number above theirs
     * @return the child's pid; whoever gets it has to {@link LinuxCalls#awaitChild wait} for it
     */
    public static int start(List<String> command, List<String> env, String folder, int... descriptors)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(OPAQUE, 16);
            MemorySegment attributes = arena.allocate(OPAQUE, 16);
            check((int) Door.ACTIONS_INIT.invokeExact(actions), "prepare");
            check((int) Door.ATTR_INIT.invokeExact(attributes), "prepare");
            try {
                prepare(arena, actions, attributes, folder, descriptors);
                MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
                MemorySegment program = arena.allocateFrom(command.getFirst(), StandardCharsets.UTF_8);
                check(
                        (int) Door.SPAWN.invokeExact(
                                pid, program, actions, attributes, texts(arena, command), texts(arena, env)),
                        command.getFirst());
                return pid.get(ValueLayout.JAVA_INT, 0);
            } finally {
                int unused = (int) Door.ACTIONS_DESTROY.invokeExact(actions);
                int alsoUnused = (int) Door.ATTR_DESTROY.invokeExact(attributes);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("a call into the C library cannot throw", t);
        }
    }

    private static void prepare(
            Arena arena, MemorySegment actions, MemorySegment attributes, String folder, int[] descriptors)
            throws Throwable {
        for (int i = 0; i < descriptors.length; i++) {
            if (descriptors[i] < descriptors.length) {
                throw new IllegalArgumentException("descriptor " + descriptors[i] + " would be overwritten");
            }
            check((int) Door.ADD_DUP2.invokeExact(actions, descriptors[i], i), "pass a descriptor");
        }
        check((int) Door.ADD_CLOSEFROM.invokeExact(actions, descriptors.length), "close descriptors");
        MemorySegment path = arena.allocateFrom(folder, StandardCharsets.UTF_8);
        check((int) Door.ADD_CHDIR.invokeExact(actions, path), "change the folder");
        MemorySegment all = arena.allocate(SIGSET).fill((byte) 0xff);
        MemorySegment none = arena.allocate(SIGSET);
        check((int) Door.SET_DEFAULTS.invokeExact(attributes, all), "reset signals");
        check((int) Door.SET_MASK.invokeExact(attributes, none), "unblock signals");
        short flags = SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | SET_PROCESS_GROUP;
        check((int) Door.SET_FLAGS.invokeExact(attributes, flags), "prepare");
    }

    private static MemorySegment texts(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L); // ends with null
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i), StandardCharsets.UTF_8));
        }
        return array;
    }

    private static void check(int error, String what) throws IOException {
        if (error != 0) {
            throw new IOException(what + ": error number " + error);
        }
    }
}
