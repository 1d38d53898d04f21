package io.helipod.core;

import io.helipod.core.internal.commit.CommitService;
import io.helipod.core.internal.container.ContainerModule;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.internal.exec.ExecService;
import io.helipod.core.internal.image.Collector;
import io.helipod.core.internal.image.ImageIntake;
import io.helipod.core.internal.image.ImageLookup;
import io.helipod.core.internal.image.ImagePrune;
import io.helipod.core.internal.image.ImagePull;
import io.helipod.core.internal.image.ImagePush;
import io.helipod.core.internal.image.ImageRecorder;
import io.helipod.core.internal.image.ImageSave;
import io.helipod.core.internal.image.ImageService;
import io.helipod.core.internal.image.IndexChoice;
import io.helipod.core.internal.image.IndexMembers;
import io.helipod.core.internal.image.IndexPush;
import io.helipod.core.internal.image.LoginService;
import io.helipod.core.internal.image.MaintenanceService;
import io.helipod.core.internal.image.ManifestService;
import io.helipod.core.internal.image.ReportService;
import io.helipod.core.internal.image.SearchService;
import io.helipod.core.internal.image.TransferService;
import io.helipod.core.internal.system.SystemService;
import io.helipod.core.internal.work.Parallel;
import io.helipod.core.internal.work.Work;

/** The engine over a set of driven ports. Closing it ends its own work; containers go on. */
public final class EngineCore implements AutoCloseable {
    /** Layers of one transfer: one that waits for the network leaves the processor to another. */
    private static final int LAYERS_AT_ONCE = 3;

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
        IndexChoice choice = new IndexChoice(ports.images(), ports.content(), ports.codec(), config.platform());
        ImageLookup lookup = new ImageLookup(ports.images(), ports.shortNames(), choice);
        Collector collector = new Collector(ports.content(), ports.layers(), ports.images(), ports.clock());
        ImageRecorder recorder = new ImageRecorder(ports.images(), lookup, collector, bus, ports.clock());
        ContainerModule containers = new ContainerModule(ports, config, bus, lookup, work);
        ExecService execs = new ExecService(
                containers.table(),
                containers.console(),
                ports.execs(),
                ports.execRuntime(),
                ports.clock(),
                ports.ids());
        execs.settleEnded();
        containers.reconcile();
        execs.reconcile();
        collector.sweep();
        ImagePrune prune = new ImagePrune(ports.images(), ports.containers(), lookup, collector, bus, ports.clock());
        ImageService images = new ImageService(
                ports.images(),
                ports.containers(),
                containers.containers(),
                lookup,
                collector,
                prune,
                bus,
                ports.clock());
        Parallel parallel = new Parallel(Math.max(LAYERS_AT_ONCE, config.workers()));
        ImagePush push =
                new ImagePush(ports.registry(), ports.codec(), ports.content(), ports.images(), collector, parallel);
        EngineApi api = new EngineApi(
                containers.containers(),
                containers.lifecycle(),
                containers.streams(),
                execs,
                images,
                new ReportService(ports, lookup, collector),
                new SearchService(ports.registry(), ports.shortNames()),
                new ImageIntake(
                        ports.archives(),
                        ports.codec(),
                        ports.content(),
                        ports.layers(),
                        recorder,
                        collector,
                        new ImageSave(
                                lookup,
                                ports.archives(),
                                ports.codec(),
                                ports.content(),
                                ports.layers(),
                                collector,
                                bus,
                                ports.clock()),
                        work,
                        ports.clock(),
                        config),
                new CommitService(
                        containers.table(),
                        ports.runtime(),
                        ports.images(),
                        ports.codec(),
                        ports.content(),
                        ports.layers(),
                        recorder,
                        collector,
                        work,
                        ports.clock()),
                new ManifestService(
                        ports.images(),
                        images,
                        lookup,
                        choice,
                        new IndexMembers(lookup, choice, ports.shortNames(), ports.registry(), ports.codec()),
                        new IndexPush(ports.registry(), ports.codec(), ports.images(), push),
                        ports.codec(),
                        ports.content(),
                        collector,
                        bus,
                        ports.clock(),
                        ports.ids()),
                transfers(ports, config, lookup, recorder, collector, bus, work, parallel, push),
                new LoginService(ports.registry()),
                bus,
                new SystemService(ports, config),
                new MaintenanceService(ports, containers.containers(), collector, prune));
        return new EngineCore(api, bus, work);
    }

    private static TransferService transfers(
            DrivenPorts ports,
            CoreConfig config,
            ImageLookup lookup,
            ImageRecorder recorder,
            Collector collector,
            EventBus bus,
            Work work,
            Parallel parallel,
            ImagePush push) {
        return new TransferService(
                ports.shortNames(),
                ports.registry(),
                lookup,
                new ImagePull(
                        ports.registry(),
                        ports.codec(),
                        ports.content(),
                        ports.layers(),
                        ports.images(),
                        recorder,
                        collector,
                        work,
                        parallel,
                        ports.clock()),
                push,
                collector,
                bus,
                ports.clock(),
                config.platform());
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
