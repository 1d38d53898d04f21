/** Containers: completing what was asked, the state machine, streams, finding everything again. */
package io.helipod.core.internal.container;
