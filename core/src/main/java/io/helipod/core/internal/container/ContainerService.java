package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerQuery;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.Containers;
import io.helipod.core.container.CreatedContainer;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.PrunedContainer;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.container.StopOptions;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.EventAction;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.internal.image.ImageLookup;
import io.helipod.core.internal.work.Undo;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.LayerStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Containers as objects: made, listed, named, removed. */
public final class ContainerService implements Containers {
    private static final Set<ContainerStatus> SHOWN_BY_DEFAULT =
            EnumSet.of(ContainerStatus.RUNNING, ContainerStatus.PAUSED, ContainerStatus.STOPPING);
    private static final Set<ContainerStatus> PRUNED = EnumSet.of(
            ContainerStatus.CREATED, ContainerStatus.INITIALIZED, ContainerStatus.STOPPED, ContainerStatus.EXITED);
    private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");
    private final ContainerTable table;
    private final ContainerStore store;
    private final ImageLookup images;
    private final SpecDefaults defaults;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final LifecycleService lifecycle;
    private final Starter starter;
    private final Remover remover;
    private final Work work;
    private final InstantSource clock;
    private final IdGenerator ids;

    ContainerService(
            ContainerTable table,
            ImageLookup images,
            SpecDefaults defaults,
            ContainerRuntime runtime,
            LayerStore layers,
            LifecycleService lifecycle,
            Starter starter,
            Remover remover,
            Work work,
            InstantSource clock,
            IdGenerator ids) {
        this.table = table;
        this.store = table.store();
        this.images = images;
        this.defaults = defaults;
        this.runtime = runtime;
        this.layers = layers;
        this.lifecycle = lifecycle;
        this.starter = starter;
        this.remover = remover;
        this.work = work;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public CreatedContainer create(ContainerSpec asked) {
        Optional<String> wanted = asked.name().filter(text -> !text.isEmpty()).map(ContainerNames::check);
        ContainerId id = new ContainerId(ids.next());
        // while the image is being used for a container it must not be collected
        return images.using(new NameOrId(asked.image()), (image, imageName) -> {
            String name = wanted.orElseGet(() -> ContainerNames.generate(used -> isName(used)));
            SpecDefaults.Completed completed = defaults.complete(id, name, asked, image);
            ProcessSpec process = completed.spec().process();
            ProcessTexts.check(completed.args(), process.env(), process.user(), process.workingDir());
            List<String> warnings = new ArrayList<>(completed.warnings());
            warnings.addAll(runtime.check(completed.spec()));
            return store(
                    new ContainerRecord(
                            id,
                            name,
                            clock.instant(),
                            completed.spec(),
                            completed.args(),
                            image.id(),
                            imageName,
                            ContainerState.CREATED,
                            warnings,
                            0),
                    image);
        });
    }

    private CreatedContainer store(ContainerRecord container, ImageRecord image) {
        try (Undo undo = new Undo()) {
            undo.add(() -> layers.remove(container.id()));
            work.run(() -> layers.prepare(container.id(), image.chain()));
            table.commit(
                    List.of(new Change.InsertContainer(container)),
                    table.events().of(EventAction.CREATE, container));
            undo.keep();
        }
        return new CreatedContainer(container.id(), container.warnings());
    }

    private boolean isName(String name) {
        return store.find(new NameOrId(name))
                .filter(found -> found.name().equals(name))
                .isPresent();
    }

    @Override
    public List<ContainerRecord> list(ContainerQuery query) {
        Predicate<ContainerRecord> filter = new ContainerFilters(store, clock.instant()).compile(query.filters());
        boolean all = query.all()
                || query.limit().filter(n -> n > 0).isPresent()
                || query.filters().has("status");
        Stream<ContainerRecord> matching = store.list().stream()
                .filter(container -> all || SHOWN_BY_DEFAULT.contains(container.status()))
                .filter(filter);
        return query.limit()
                .filter(n -> n > 0)
                .map(n -> matching.limit(n).toList())
                .orElseGet(matching::toList);
    }

    @Override
    public ContainerRecord inspect(NameOrId ref) {
        return table.find(ref);
    }

    @Override
    public boolean exists(NameOrId ref) {
        return store.find(ref).isPresent();
    }

    @Override
    public void rename(NameOrId ref, String name) {
        String wanted = ContainerNames.check(name);
        table.locked(ref, container -> {
            if (container.name().equals(wanted)) {
                throw new NameTaken(
                        ResourceType.CONTAINER, wanted, container.id().value());
            }
            return table.save(container.withName(wanted), EventAction.RENAME);
        });
    }

    @Override
    public void remove(NameOrId ref, RemoveOptions options) {
        NameOrId id = NameOrId.of(table.find(ref).id());
        while (!tryRemove(id, options)) {
            lifecycle.stop(id, StopOptions.resuming(options.timeout()));
        }
    }

    /** False when it runs and has to be stopped first. */
    private boolean tryRemove(NameOrId id, RemoveOptions options) {
        return table.locked(id, container -> {
            if (!container.status().canRemove() && !options.force()) {
                throw new WrongState("cannot remove container " + container.id() + " as it is "
                        + container.status().wire()
                        + " - running or paused containers cannot be removed without force");
            }
            if (container.status().isAlive()) {
                return false;
            }
            starter.abandon(container.id());
            remover.remove(container);
            return true;
        });
    }

    @Override
    public List<PrunedContainer> prune(Filters filters) {
        filters.requireKeys(PRUNE_FILTERS);
        Predicate<ContainerRecord> filter = new ContainerFilters(store, clock.instant()).compile(filters);
        List<PrunedContainer> pruned = new ArrayList<>();
        for (ContainerRecord container : store.list()) {
            if (PRUNED.contains(container.status()) && filter.test(container)) {
                pruneOne(container.id()).ifPresent(pruned::add);
            }
        }
        return pruned;
    }

    private Optional<PrunedContainer> pruneOne(ContainerId id) {
        try {
            return table.locked(NameOrId.of(id), container -> {
                if (!PRUNED.contains(container.status())) {
                    return Optional.empty();
                }
                long size = size(container);
                starter.abandon(id);
                remover.remove(container);
                return Optional.of(new PrunedContainer(id, size, Optional.empty()));
            });
        } catch (NotFound e) {
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of(new PrunedContainer(id, 0, Optional.of(e.message())));
        }
    }

    @Override
    public long size(ContainerRecord container) {
        return work.call(() -> layers.usage(container.id()));
    }

    @Override
    public ContainerPaths paths(ContainerRecord container) {
        return runtime.paths(container).withGraph(layers.describe(container.id()));
    }
}
