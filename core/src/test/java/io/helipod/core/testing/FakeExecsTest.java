package io.helipod.core.testing;

import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.ExecRuntime;
import java.nio.file.Path;

class FakeExecsTest extends ExecRuntimeContract {
    private final FakeRuntime containers = new FakeRuntime();
    private final FakeExecs execs = new FakeExecs(containers);

    @Override
    protected ContainerRuntime containers() {
        return containers;
    }

    @Override
    protected ExecRuntime execs() {
        return execs;
    }

    @Override
    protected Path rootfs() {
        return Path.of("/");
    }
}
