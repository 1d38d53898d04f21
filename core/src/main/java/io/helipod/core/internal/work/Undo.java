package io.helipod.core.internal.work;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Steps that take back what was done so far, run in reverse unless the work was {@link #keep kept}:
 *
 * <pre>try (Undo undo = new Undo()) { acquire(); undo.add(this::release); ...; undo.keep(); }</pre>
 */
public final class Undo implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Undo.class.getName());
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /** Registers the step that takes back what was just done. */
    public void add(Runnable step) {
        steps.push(step);
    }

    /** The work is complete: nothing is taken back. */
    public void keep() {
        steps.clear();
    }

    @Override
    public void close() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a step could not be undone", e);
            }
        }
    }
}
