package io.helipod.core.image;

/** When to ask the registry (behaviour.md 11). */
public enum PullPolicy {
    ALWAYS,
    MISSING,
    NEVER,
    NEWER
}
