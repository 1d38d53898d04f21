package io.helipod.core;

import io.helipod.core.internal.container.ContainerModule;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.internal.exec.ExecService;
import io.helipod.core.internal.image.Collector;
import io.helipod.core.internal.image.ImageIntake;
import io.helipod.core.internal.image.ImageLookup;
import io.helipod.core.internal.image.ImageService;
import io.helipod.core.internal.image.LocalTransfers;
import io.helipod.core.internal.system.SystemService;
import io.helipod.core.internal.work.Work;

/** The engine over a set of driven ports. Closing it ends its own work; containers go on. */
public final class EngineCore implements AutoCloseable {
    private final EngineApi api;
    private final EventBus bus;
    private final Work work;

    private EngineCore(EngineApi api, EventBus bus, Work work) {
        this.api = api;
        this.bus = bus;
        this.work = work;
    }

    /** Puts the services together and brings the records in line with what really runs. */
    public static EngineCore assemble(DrivenPorts ports, CoreConfig config) {
        Work work = new Work(config.workers());
        EventBus bus = new EventBus(ports.records(), ports.eventLog(), ports.clock());
        ImageLookup lookup = new ImageLookup(ports.images(), config.searchRegistries());
        Collector collector = new Collector(ports.content(), ports.layers(), ports.images());
        ContainerModule containers = new ContainerModule(ports, config, bus, lookup, work);
        ExecService execs =
                new ExecService(containers.table(), ports.execs(), ports.execRuntime(), ports.clock(), ports.ids());
        containers.reconcile();
        execs.reconcile();
        collector.sweep();
        EngineApi api = new EngineApi(
                containers.containers(),
                containers.lifecycle(),
                containers.streams(),
                execs,
                new ImageService(
                        ports.images(),
                        ports.containers(),
                        containers.containers(),
                        lookup,
                        collector,
                        bus,
                        ports.clock()),
                new ImageIntake(
                        ports.archives(),
                        ports.codec(),
                        ports.content(),
                        ports.layers(),
                        ports.images(),
                        lookup,
                        collector,
                        bus,
                        work,
                        ports.clock(),
                        config),
                new LocalTransfers(lookup),
                bus,
                new SystemService(ports, config));
        return new EngineCore(api, bus, work);
    }

    /** The driving ports. */
    public EngineApi api() {
        return api;
    }

    @Override
    public void close() {
        bus.close();
        work.close();
    }
}
