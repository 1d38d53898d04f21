package io.helipod.core.container;

import io.helipod.core.id.ContainerId;
import java.util.Optional;

/**
 * What a prune did to one container.
 *
 * @param size bytes of its writable layer that were given back; 0 when it could not be removed
 * @param failure why it is still there; absent when it is not
 */
public record PrunedContainer(ContainerId id, long size, Optional<String> failure) {}
