package io.helipod.adapters.oci;

import io.helipod.adapters.oci.archive.TarImageArchive;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.adapters.oci.host.ProcHostProbe;
import io.helipod.adapters.oci.image.JsonImageCodec;
import io.helipod.adapters.oci.linux.Machine;
import io.helipod.adapters.oci.log.K8sFileLogDriver;
import io.helipod.adapters.oci.registry.ConfiguredShortNames;
import io.helipod.adapters.oci.registry.HttpRegistry;
import io.helipod.adapters.oci.runtime.RuntimeModule;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.ShortNames;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.runtime.HostProbe;
import io.helipod.core.spi.runtime.LogDriver;
import java.time.InstantSource;

/** Everything this module offers, put together once. Closing it ends its threads; containers go on. */
public final class OciAdapters implements AutoCloseable {
    private final RuntimeModule runtime;
    private final K8sFileLogDriver logs;
    private final HostProbe host;
    private final ImageCodec codec = new JsonImageCodec();
    private final ImageArchiveFormat archives =
            new TarImageArchive(codec, Machine.here().goName());

    private final Registry registry;
    private final ShortNames shortNames;

    private OciAdapters(OciConfig config) {
        this.registry = new HttpRegistry(config.registries(), InstantSource.system());
        this.shortNames = new ConfiguredShortNames(config.registries());
        Cgroups cgroups = Cgroups.read();
        this.runtime = new RuntimeModule(config, cgroups);
        this.logs = new K8sFileLogDriver(container -> runtime.paths().log(container.id()));
        this.host = new ProcHostProbe(cgroups);
    }

    /**
     * Finds the programs and opens the folders.
     *
     * @throws io.helipod.core.error.EngineException.Unavailable when conmon or a runtime that works here is missing
     */
    public static OciAdapters open(OciConfig config) {
        return new OciAdapters(config);
    }

    public ContainerRuntime runtime() {
        return runtime.runtime();
    }

    public ExecRuntime execs() {
        return runtime.execs();
    }

    public ContainerConsole console() {
        return runtime.console();
    }

    public LogDriver logs() {
        return logs;
    }

    public HostProbe host() {
        return host;
    }

    public ImageCodec codec() {
        return codec;
    }

    public ImageArchiveFormat archives() {
        return archives;
    }

    public Registry registry() {
        return registry;
    }

    public ShortNames shortNames() {
        return shortNames;
    }

    @Override
    public void close() {
        logs.close();
        runtime.close();
    }
}
