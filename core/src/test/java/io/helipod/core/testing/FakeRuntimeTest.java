package io.helipod.core.testing;

import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.spi.runtime.ContainerRuntime;
import java.nio.file.Path;

class FakeRuntimeTest extends ContainerRuntimeContract {
    private final FakeRuntime runtime = new FakeRuntime();

    @Override
    protected ContainerRuntime runtime() {
        return runtime;
    }

    @Override
    protected ContainerConsole console() {
        return runtime;
    }

    @Override
    protected Path rootfs() {
        return Path.of("/");
    }
}
