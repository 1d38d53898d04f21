package io.helipod.core.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.filter.Filters;
import io.helipod.core.registry.RegistryAccess;
import java.util.Set;

/**
 * What to look for in registries.
 *
 * @param term a text that names have; with a registry before its first slash only that is asked
 * @param limit of what each registry finds; 0 for the usual number
 * @param filters keys is-official, is-automated (booleans) and stars (a least number), one value each
 * @param tags whether the term is a repository whose tags are wanted
 */
public record SearchRequest(String term, int limit, Filters filters, boolean tags, RegistryAccess access) {
    /** How many each registry finds when nothing is said. */
    public static final int USUAL_LIMIT = 25;

    private static final int LARGEST_LIMIT = 1000;
    private static final int LONGEST_TERM = 255;

    public SearchRequest {
        if (term.isEmpty() || term.length() > LONGEST_TERM || term.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidArgument("search term is missing, too long or no text");
        }
        if (limit < 0 || limit > LARGEST_LIMIT) {
            throw new InvalidArgument("limit " + limit + " is outside the range of [1, " + LARGEST_LIMIT + "]");
        }
        filters.requireKeys(Set.of("is-official", "is-automated", "stars"));
        limit = limit == 0 ? USUAL_LIMIT : limit;
    }
}
