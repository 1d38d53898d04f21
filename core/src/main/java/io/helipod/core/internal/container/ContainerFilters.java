package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.filter.BoundedPattern;
import io.helipod.core.filter.Filters;
import io.helipod.core.filter.LabelMatcher;
import io.helipod.core.id.NameOrId;
import io.helipod.core.spi.storage.ContainerStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The filters of a container list (behaviour.md 9.3): keys AND, the values of one key OR, labels all. */
final class ContainerFilters {
    private final ContainerStore store;
    private final Instant now;

    ContainerFilters(ContainerStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    Predicate<ContainerRecord> compile(Filters filters) {
        Predicate<ContainerRecord> all = container -> true;
        for (Map.Entry<String, List<String>> entry : filters.values().entrySet()) {
            all = all.and(part(entry.getKey(), entry.getValue(), filters));
        }
        return all;
    }

    private Predicate<ContainerRecord> part(String key, List<String> values, Filters filters) {
        return switch (key) {
            case "id" -> any(values.stream().map(ContainerFilters::idMatch).toList());
            case "name" ->
                any(values.stream()
                        .map(value -> new BoundedPattern(value.replace("/", "")))
                        .<Predicate<ContainerRecord>>map(pattern -> container -> pattern.find(container.name()))
                        .toList());
            case "label" ->
                container -> LabelMatcher.matchesAll(values, container.spec().labels());
            case "label!" ->
                container -> !LabelMatcher.matchesAll(values, container.spec().labels());
            case "exited" ->
                any(values.stream().map(ContainerFilters::exitMatch).toList());
            case "status" ->
                any(values.stream().map(ContainerFilters::statusMatch).toList());
            case "ancestor" ->
                any(values.stream().map(ContainerFilters::ancestorMatch).toList());
            case "before" -> {
                Instant earliest =
                        times(values).stream().min(Instant::compareTo).orElse(now);
                yield container -> container.created().isBefore(earliest);
            }
            case "since" -> {
                Instant earliest =
                        times(values).stream().min(Instant::compareTo).orElse(now);
                yield container -> container.created().isAfter(earliest);
            }
            case "until" -> {
                Instant until = filters.until(now).orElse(now);
                yield container -> container.created().isBefore(until);
            }
            case "volume" ->
                container -> container.spec().storage().mounts().stream()
                        .anyMatch(mount -> values.stream()
                                .anyMatch(value -> value.equals(mount.target())
                                        || mount instanceof Mount.Bind bind
                                                && (value.equals(bind.source())
                                                        || value.equals(bind.source() + ":" + bind.target()))));
            case "network" -> container -> values.contains(networkOf(container));
            case "command" ->
                any(values.stream()
                        .map(BoundedPattern::new)
                        .<Predicate<ContainerRecord>>map(pattern ->
                                container -> pattern.find(container.args().getFirst()))
                        .toList());
            case "restart-policy" -> container -> values.contains("no") || values.contains("none");
            case "health" -> {
                values.forEach(
                        value -> requireOneOf("health", value, List.of("healthy", "unhealthy", "starting", "none")));
                yield container -> values.contains("none");
            }
            case "pod" -> container -> false;
            case "should-start-on-boot" ->
                container -> values.stream().noneMatch(value -> value.equals("true") || value.equals("1"));
            case "is-task" -> container -> values.contains("false");
            default -> throw new InvalidFilter(key + " is an invalid filter");
        };
    }

    private static Predicate<ContainerRecord> any(List<Predicate<ContainerRecord>> parts) {
        return container -> parts.stream().anyMatch(part -> part.test(container));
    }

    private static Predicate<ContainerRecord> idMatch(String value) {
        if (value.matches("[0-9a-fA-F]+")) {
            String prefix = value.toLowerCase(Locale.ROOT);
            return container -> container.id().value().startsWith(prefix);
        }
        BoundedPattern pattern = new BoundedPattern(value);
        return container -> pattern.find(container.id().value());
    }

    private static Predicate<ContainerRecord> exitMatch(String value) {
        int code;
        try {
            code = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new InvalidFilter("exited filter \"" + value + "\" is not a number");
        }
        return container -> container.status().isOver() && container.state().exitCode() == code;
    }

    private static Predicate<ContainerRecord> statusMatch(String value) {
        return switch (value) {
            case "created" ->
                container -> container.status() == ContainerStatus.CREATED
                        || container.status() == ContainerStatus.INITIALIZED;
            case "initialized" -> container -> container.status() == ContainerStatus.INITIALIZED;
            case "running" ->
                container ->
                        container.status() == ContainerStatus.RUNNING || container.status() == ContainerStatus.STOPPING;
            case "paused" -> container -> container.status() == ContainerStatus.PAUSED;
            case "stopped", "exited" -> container -> container.status().isOver();
            case "removing" -> container -> container.status() == ContainerStatus.REMOVING;
            case "unknown" -> container -> container.status() == ContainerStatus.UNKNOWN;
            case "restarting", "dead" -> container -> false;
            default -> throw new InvalidFilter(value + " is not a valid status", "invalid argument");
        };
    }

    private static Predicate<ContainerRecord> ancestorMatch(String value) {
        String bare = value.startsWith("sha256:") ? value.substring("sha256:".length()) : value;
        BoundedPattern pattern = new BoundedPattern(value);
        return container -> {
            String name = container.imageName();
            String untagged = name.endsWith(":latest") ? name.substring(0, name.length() - ":latest".length()) : name;
            return container.imageId().value().contains(bare) || pattern.find(name) || pattern.find(untagged);
        };
    }

    private static String networkOf(ContainerRecord container) {
        return switch (container.spec().namespaces().network()) {
            case NetworkMode.Default d -> "podman";
            case NetworkMode.None n -> "none";
            case NetworkMode.Host h -> "host";
        };
    }

    private List<Instant> times(List<String> refs) {
        return refs.stream()
                .map(ref -> store.find(new NameOrId(ref))
                        .orElseThrow(() -> new NotFound(ResourceType.CONTAINER, ref))
                        .created())
                .toList();
    }

    private static void requireOneOf(String key, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new InvalidFilter(value + " is not a valid value of filter " + key);
        }
    }
}
