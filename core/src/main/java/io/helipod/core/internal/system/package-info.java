/** What the engine is. */
package io.helipod.core.internal.system;
