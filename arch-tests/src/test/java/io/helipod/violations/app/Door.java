package io.helipod.violations.app;

import io.helipod.violations.app.config.Setting;

/** One half of a cycle in one module. */
public record Door(Setting setting) {}
