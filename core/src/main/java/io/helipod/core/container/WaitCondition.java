package io.helipod.core.container;

import java.util.Set;

/** What a client waits for (behaviour.md 17). */
public sealed interface WaitCondition {
    /** Docker's default: at once unless it runs, else its next exit. */
    record NotRunning() implements WaitCondition {}

    /** The next exit from now on, even if it does not run now. */
    record NextExit() implements WaitCondition {}

    /** Until there is no such container any more. */
    record Removed() implements WaitCondition {}

    /** Until it is in one of these statuses; exit code only for EXITED and STOPPED, else -1. */
    record Reaches(Set<ContainerStatus> statuses) implements WaitCondition {
        public Reaches {
            statuses = Set.copyOf(statuses);
        }
    }
}
