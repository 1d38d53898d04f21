/** What the engine is and runs on. */
package io.helipod.core.system;
