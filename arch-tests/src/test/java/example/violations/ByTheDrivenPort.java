package example.violations;

import io.helipod.core.spi.storage.ContentStore;

/** Reaches behind the engine. */
public record ByTheDrivenPort(ContentStore content) {}
