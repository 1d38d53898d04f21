/** Tells what happened. */
package io.helipod.core.internal.event;
