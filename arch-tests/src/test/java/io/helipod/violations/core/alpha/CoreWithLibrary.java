package io.helipod.violations.core.alpha;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.violations.core.beta.CycleBack;

/** The core with a library, and one half of a cycle. */
public final class CoreWithLibrary {
    private final ObjectMapper mapper = new ObjectMapper();

    /** A wire library in the core's signature. */
    public ObjectMapper mapper(CycleBack back) {
        return mapper;
    }
}
