package io.helipod.core.testing;

import io.helipod.core.id.ContainerId;
import io.helipod.core.spi.storage.LayerStore;

class InMemoryLayerStoreTest extends LayerStoreContract {
    private final InMemoryLayerStore layers = new InMemoryLayerStore();

    @Override
    protected LayerStore layers() {
        return layers;
    }

    @Override
    protected void write(ContainerId container, int bytes) {
        layers.write(container, bytes);
    }
}
