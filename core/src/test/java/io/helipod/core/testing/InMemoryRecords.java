package io.helipod.core.testing;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.Ambiguous;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.Event;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Records in maps; atomic by copying them. */
public final class InMemoryRecords implements Records, EventLog {
    private Map<ContainerId, ContainerRecord> containers = Map.of();
    private Map<ImageId, ImageRecord> images = Map.of();
    private Map<ExecId, ExecSession> execs = Map.of();
    private final Map<ContainerId, ExitStatus> exits = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private boolean failing;

    /** From now on every commit fails, as on a full disk. */
    public synchronized void fail(boolean now) {
        failing = now;
    }

    @Override
    public synchronized void commit(List<Change> changes, List<Event> told) {
        if (failing) {
            throw new StorageFailed("the disk is full");
        }
        Map<ContainerId, ContainerRecord> newContainers = new HashMap<>(containers);
        Map<ImageId, ImageRecord> newImages = new HashMap<>(images);
        Map<ExecId, ExecSession> newExecs = new HashMap<>(execs);
        Map<ContainerId, ExitStatus> newExits = new HashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.InsertContainer(var container) -> {
                    if (newContainers.containsKey(container.id())) {
                        throw new NameTaken(
                                ResourceType.CONTAINER,
                                container.name(),
                                container.id().value());
                    }
                    requireFree(newContainers, container);
                    newContainers.put(container.id(), container);
                }
                case Change.SaveContainer(var container) -> {
                    if (!newContainers.containsKey(container.id())) {
                        throw new NotFound(
                                ResourceType.CONTAINER, container.id().value());
                    }
                    requireFree(newContainers, container);
                    newContainers.put(container.id(), container);
                }
                case Change.RemoveContainer(var id) -> {
                    newContainers.remove(id);
                    newExecs.values().removeIf(session -> session.container().equals(id));
                }
                case Change.SaveExec(var session) -> {
                    if (!newContainers.containsKey(session.container())) {
                        throw new NotFound(
                                ResourceType.CONTAINER, session.container().value());
                    }
                    newExecs.put(session.id(), session);
                }
                case Change.RemoveExec(var id) -> newExecs.remove(id);
                case Change.RecordExit(var id, var exit) -> newExits.put(id, exit);
                case Change.SaveImage(var image) -> {
                    newImages.replaceAll((id, other) -> id.equals(image.id()) ? other : withoutNames(other, image));
                    newImages.put(image.id(), image);
                }
                case Change.RemoveImage(var id) -> newImages.remove(id);
            }
        }
        containers = newContainers;
        images = newImages;
        execs = newExecs;
        exits.putAll(newExits);
        events.addAll(told);
    }

    private static void requireFree(Map<ContainerId, ContainerRecord> all, ContainerRecord container) {
        all.values().stream()
                .filter(other ->
                        other.name().equals(container.name()) && !other.id().equals(container.id()))
                .findFirst()
                .ifPresent(other -> {
                    throw new NameTaken(
                            ResourceType.CONTAINER, container.name(), other.id().value());
                });
    }

    private static ImageRecord withoutNames(ImageRecord other, ImageRecord taker) {
        List<String> lost =
                other.names().stream().filter(taker.names()::contains).toList();
        if (lost.isEmpty()) {
            return other;
        }
        return other.withNames(
                other.names().stream().filter(name -> !lost.contains(name)).toList(),
                Stream.concat(other.formerNames().stream(), lost.stream())
                        .distinct()
                        .toList());
    }

    @Override
    public synchronized List<Event> read(Optional<Instant> since, Optional<Instant> until) {
        return events.stream()
                .filter(event ->
                        since.filter(from -> !event.time().isAfter(from)).isEmpty())
                .filter(event -> until.filter(to -> !event.time().isBefore(to)).isEmpty())
                .toList();
    }

    /** Every event so far, as {@code type action} words. */
    public synchronized List<String> told() {
        return events.stream()
                .map(event -> event.type().wire() + " " + event.action().wire())
                .toList();
    }

    /** The containers. */
    public ContainerStore containers() {
        return new Containers();
    }

    /** The exec sessions. */
    public ExecStore execs() {
        return new Execs();
    }

    /** The images. */
    public ImageStore images() {
        return new Images();
    }

    private final class Containers implements ContainerStore {
        @Override
        public Optional<ContainerRecord> find(NameOrId ref) {
            synchronized (InMemoryRecords.this) {
                List<ContainerRecord> named = containers.values().stream()
                        .filter(one -> one.name().equals(ref.value()))
                        .toList();
                List<ContainerRecord> fitting = named.isEmpty()
                        ? containers.values().stream()
                                .filter(one -> one.id().value().startsWith(ref.value()))
                                .toList()
                        : named;
                if (fitting.size() > 1) {
                    throw new Ambiguous(ResourceType.CONTAINER, ref.value());
                }
                return fitting.stream().findFirst();
            }
        }

        @Override
        public Optional<ContainerRecord> get(ContainerId id) {
            synchronized (InMemoryRecords.this) {
                return Optional.ofNullable(containers.get(id));
            }
        }

        @Override
        public List<ContainerRecord> list() {
            synchronized (InMemoryRecords.this) {
                return containers.values().stream()
                        .sorted(Comparator.comparing(ContainerRecord::created).reversed())
                        .toList();
            }
        }

        @Override
        public Optional<ExitStatus> exit(ContainerId id) {
            synchronized (InMemoryRecords.this) {
                return Optional.ofNullable(exits.get(id));
            }
        }
    }

    private final class Execs implements ExecStore {
        @Override
        public Optional<ExecSession> get(ExecId id) {
            synchronized (InMemoryRecords.this) {
                return Optional.ofNullable(execs.get(id));
            }
        }

        @Override
        public List<ExecSession> of(ContainerId container) {
            return list().stream()
                    .filter(session -> session.container().equals(container))
                    .sorted(Comparator.comparing(ExecSession::created))
                    .toList();
        }

        @Override
        public List<ExecSession> list() {
            synchronized (InMemoryRecords.this) {
                return List.copyOf(execs.values());
            }
        }
    }

    private final class Images implements ImageStore {
        @Override
        public Optional<ImageRecord> get(ImageId id) {
            return list().stream().filter(image -> image.id().equals(id)).findFirst();
        }

        @Override
        public Optional<ImageRecord> named(String name) {
            return list().stream().filter(image -> image.names().contains(name)).findFirst();
        }

        @Override
        public Optional<ImageRecord> withManifest(Digest digest) {
            return list().stream()
                    .filter(image -> image.manifests().anyMatch(digest::equals))
                    .findFirst();
        }

        @Override
        public List<ImageRecord> withIdPrefix(String hex) {
            return list().stream()
                    .filter(image -> image.id().value().startsWith(hex))
                    .toList();
        }

        @Override
        public List<ImageRecord> list() {
            synchronized (InMemoryRecords.this) {
                return images.values().stream()
                        .sorted(Comparator.comparing(ImageRecord::created).reversed())
                        .toList();
            }
        }
    }
}
