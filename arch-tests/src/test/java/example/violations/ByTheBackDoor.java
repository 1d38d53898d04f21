package example.violations;

import io.helipod.core.EngineCore;

/** Holds the engine by what it is made of. */
public record ByTheBackDoor(EngineCore core) {}
