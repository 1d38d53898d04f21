package io.helipod.core.testing;

import io.helipod.core.spi.storage.ContentStore;

class InMemoryContentStoreTest extends ContentStoreContract {
    private final InMemoryContentStore content = new InMemoryContentStore();

    @Override
    protected ContentStore content() {
        return content;
    }
}
