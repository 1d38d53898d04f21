package io.helipod.violations.core.container;

/** A service outside internal, and open to sub-classes. */
public class PublicService {}
