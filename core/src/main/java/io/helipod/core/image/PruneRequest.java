package io.helipod.core.image;

import io.helipod.core.filter.Filters;

/**
 * Which images may go.
 *
 * @param all also those that have names
 * @param filters as {@link Images#list} takes them; what they let through may go
 */
public record PruneRequest(boolean all, Filters filters) {}
