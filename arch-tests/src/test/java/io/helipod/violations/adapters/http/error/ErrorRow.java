package io.helipod.violations.adapters.http.error;

import io.helipod.violations.adapters.http.container.SidewaysRoutes;

/** The other half of the cycle in {@link SidewaysRoutes}. */
public record ErrorRow(SidewaysRoutes routes) {}
