package io.helipod.core.spi.runtime;

import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.id.ContainerId;
import io.helipod.core.system.RuntimeFacts;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Driven port: an OCI runtime under a monitor (conmon) that outlives the engine. Thread-safe; the caller keeps operations on one
 * container apart. Failures are RuntimeFailed with the program's own words.
 */
public interface ContainerRuntime {
    /** What was picked and why; the same for the life of the engine. */
    RuntimeFacts facts();

    /**
     * Checks what only the runtime adapter can know of a spec (capability names, devices, limits above what the service may
     * grant) before anything is made, and returns warnings for the creator.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument when the spec cannot work
     */
    List<String> check(ContainerSpec spec);

    /** Starts the monitor, has the runtime create the container; its process is held before its first instruction. */
    RuntimeHandle create(RuntimeBundle bundle);

    /** Lets the process run. */
    void start(ContainerId id);

    /** Freezes every process of a running container; all are frozen when this returns, or none when it throws. */
    void pause(ContainerId id);

    /** Lets them go on; nothing happens when they are not frozen. */
    void resume(ContainerId id);

    /**
     * Sends a signal to the first process, or to all of the container. NotFound never: a process that is gone is no error. SIGKILL
     * reaches frozen processes too.
     */
    void signal(ContainerId id, Signal signal, boolean all);

    /** What the runtime holds. */
    RuntimeState state(ContainerId id);

    /**
     * Completes when the container's process has ended, also one that was made by an earlier engine and ended while there was none.
     * When the monitor died without a word it completes with code 255 once the process is gone.
     */
    CompletableFuture<ExitStatus> exit(ContainerId id);

    /** Ends what is left of the container (its processes, its monitor, its cgroup, its bundle); nothing happens when there is nothing. */
    void delete(ContainerId id);

    /** Removes what {@link #delete} keeps: the log and the folder that lasts. */
    void forget(ContainerId id);

    /** Containers of which anything at all is left here: bundle, monitor, folder. */
    List<ContainerId> known();

    /** Where its parts lie. {@code graph} is empty here. */
    ContainerPaths paths(ContainerRecord container);
}
