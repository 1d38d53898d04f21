package io.helipod.violations.core.spi;

/** A driven port that is a class. */
public class PortAsClass {}
