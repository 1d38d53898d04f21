package io.helipod.core.image;

import io.helipod.core.id.NameOrId;
import io.helipod.core.registry.RegistryAccess;
import java.util.Optional;

/**
 * Which image to have here, and when to ask the registry for it.
 *
 * @param reference a name; for the policies that look here first also an id
 * @param platform absent: the engine's own
 * @param allTags every tag of the repository; the reference then has none, and is asked for always
 */
public record PullRequest(
        NameOrId reference, PullPolicy policy, Optional<Platform> platform, boolean allTags, RegistryAccess access) {
    /** One image for the engine's own platform, by nobody in particular. */
    public static PullRequest of(String reference, PullPolicy policy) {
        return new PullRequest(new NameOrId(reference), policy, Optional.empty(), false, RegistryAccess.DEFAULT);
    }
}
