/** Driven ports for registries and for names without one. */
package io.helipod.core.spi.registry;
