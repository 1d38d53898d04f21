/** Containers: what is asked for, what is kept, the state machine and the ports to drive it. */
package io.helipod.core.container;
