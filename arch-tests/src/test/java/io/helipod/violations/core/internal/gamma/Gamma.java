package io.helipod.violations.core.internal.gamma;

import io.helipod.violations.core.internal.delta.Delta;

/** One half of a cycle. */
public record Gamma(Delta delta) {}
