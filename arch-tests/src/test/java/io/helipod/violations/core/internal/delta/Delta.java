package io.helipod.violations.core.internal.delta;

import io.helipod.violations.core.internal.gamma.Gamma;

/** The other half. */
public record Delta(Gamma gamma) {}
