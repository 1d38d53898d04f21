package io.helipod.core.image;

import io.helipod.core.id.NameOrId;
import java.util.Optional;

/** Which image to have here, and when to ask the registry for it. */
public record PullRequest(NameOrId reference, PullPolicy policy, Optional<Platform> platform) {}
