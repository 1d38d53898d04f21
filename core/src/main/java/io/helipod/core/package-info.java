/** The two doors of the core: {@link io.helipod.core.EngineApi} above, {@link io.helipod.core.DrivenPorts} below. */
package io.helipod.core;
