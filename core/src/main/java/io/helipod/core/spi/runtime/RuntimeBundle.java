package io.helipod.core.spi.runtime;

import io.helipod.core.container.ContainerRecord;
import java.nio.file.Path;

/**
 * What the runtime makes a container of.
 *
 * @param container its record; the spec is complete
 * @param rootfs its mounted root file system
 */
public record RuntimeBundle(ContainerRecord container, Path rootfs) {}
