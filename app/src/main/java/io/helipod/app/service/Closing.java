package io.helipod.app.service;

/** Something to be closed that fails unchecked only. */
@FunctionalInterface
interface Closing extends AutoCloseable {
    @Override
    void close();
}
