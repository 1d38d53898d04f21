/** Driven ports for what runs: runtime, streams, logs, host. */
package io.helipod.core.spi.runtime;
