/** Threads, locks and undoing, for all services. */
package io.helipod.core.internal.work;
