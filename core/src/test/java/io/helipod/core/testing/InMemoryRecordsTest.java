package io.helipod.core.testing;

import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.Records;

class InMemoryRecordsTest extends RecordsContract {
    private final InMemoryRecords records = new InMemoryRecords();

    @Override
    protected Records records() {
        return records;
    }

    @Override
    protected ContainerStore containers() {
        return records.containers();
    }

    @Override
    protected ImageStore images() {
        return records.images();
    }

    @Override
    protected ExecStore execs() {
        return records.execs();
    }

    @Override
    protected EventLog eventLog() {
        return records;
    }
}
