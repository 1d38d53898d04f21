package io.helipod.core;

import io.helipod.core.id.IdGenerator;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.ShortNames;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.runtime.HostProbe;
import io.helipod.core.spi.runtime.LogDriver;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.spi.storage.Records;
import java.time.InstantSource;

/** Everything the engine stands on, implemented by adapters and put together by the application. */
public record DrivenPorts(
        Records records,
        ContainerStore containers,
        ExecStore execs,
        ImageStore images,
        EventLog eventLog,
        ContentStore content,
        LayerStore layers,
        ContainerRuntime runtime,
        ContainerConsole console,
        ExecRuntime execRuntime,
        LogDriver logs,
        HostProbe host,
        ImageCodec codec,
        ImageArchiveFormat archives,
        Registry registry,
        ShortNames shortNames,
        InstantSource clock,
        IdGenerator ids) {}
