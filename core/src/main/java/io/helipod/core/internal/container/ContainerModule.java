package io.helipod.core.internal.container;

import io.helipod.core.CoreConfig;
import io.helipod.core.DrivenPorts;
import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.ContainerStreams;
import io.helipod.core.container.Containers;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.internal.image.ImageLookup;
import io.helipod.core.internal.work.Work;

/** Puts the services of this package together; what they share stays inside. */
public final class ContainerModule {
    private final ContainerService containers;
    private final LifecycleService lifecycle;
    private final StreamService streams;
    private final Reconciler reconciler;
    private final ContainerTable table;
    private final Console console;

    public ContainerModule(DrivenPorts ports, CoreConfig config, EventBus bus, ImageLookup images, Work work) {
        this.table = new ContainerTable(ports.containers(), bus, new Waits(), new ContainerEvents(ports.clock()));
        Remover remover = new Remover(table, ports.runtime(), ports.layers(), work);
        Reaper reaper = new Reaper(table, ports.runtime(), ports.layers(), remover, work);
        this.console = new Console(table, ports.console());
        Starter starter =
                new Starter(table, ports.runtime(), console, ports.layers(), reaper, remover, work, ports.clock());
        this.lifecycle = new LifecycleService(table, ports.runtime(), starter, reaper, console);
        this.streams = new StreamService(table, starter, console, ports.logs());
        this.containers = new ContainerService(
                table,
                images,
                new SpecDefaults(config),
                ports.runtime(),
                ports.layers(),
                lifecycle,
                starter,
                remover,
                work,
                ports.clock(),
                ports.ids());
        this.reconciler = new Reconciler(table, ports.runtime(), ports.layers(), reaper, remover, work, ports.clock());
    }

    public Containers containers() {
        return containers;
    }

    public ContainerLifecycle lifecycle() {
        return lifecycle;
    }

    public ContainerStreams streams() {
        return streams;
    }

    /** The records, for services that belong to containers. */
    public ContainerTable table() {
        return table;
    }

    /** Who holds whose streams. */
    public Console console() {
        return console;
    }

    /** Brings records and reality together; once, before the first request. */
    public void reconcile() {
        reconciler.run();
    }
}
