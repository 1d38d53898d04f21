/** Registries: whom they let in, and what is asked of them with a request. What they hold is images. */
package io.helipod.core.registry;
