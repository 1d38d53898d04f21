package io.helipod.violations.testing;

/** A contract that nobody runs. */
public abstract class LonelyContract {}
