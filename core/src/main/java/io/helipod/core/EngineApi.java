package io.helipod.core;

import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.ContainerStreams;
import io.helipod.core.container.Containers;
import io.helipod.core.event.Events;
import io.helipod.core.exec.Execs;
import io.helipod.core.image.Commits;
import io.helipod.core.image.ImageArchives;
import io.helipod.core.image.ImageReports;
import io.helipod.core.image.ImageSearch;
import io.helipod.core.image.ImageTransfers;
import io.helipod.core.image.Images;
import io.helipod.core.image.Manifests;
import io.helipod.core.registry.RegistryLogins;
import io.helipod.core.system.SystemInfo;
import io.helipod.core.system.SystemMaintenance;

/** Every driving port of the engine: what the HTTP adapter calls and what an embedding application holds. */
public record EngineApi(
        Containers containers,
        ContainerLifecycle lifecycle,
        ContainerStreams streams,
        Execs execs,
        Images images,
        ImageReports reports,
        ImageSearch search,
        ImageArchives archives,
        Commits commits,
        Manifests manifests,
        ImageTransfers transfers,
        RegistryLogins logins,
        Events events,
        SystemInfo system,
        SystemMaintenance maintenance) {}
