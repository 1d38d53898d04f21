package io.helipod.core.container;

/** What an operation on the state did: being there already is an answer, not an error. */
public enum Transition {
    CHANGED,
    UNCHANGED
}
