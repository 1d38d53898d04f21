/** The kinds of failure the engine reports on purpose. Status numbers do not belong here. */
package io.helipod.core.error;
