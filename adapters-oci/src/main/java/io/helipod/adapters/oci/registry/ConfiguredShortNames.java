package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.adapters.oci.RegistryConfig.ShortNameMode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.spi.registry.ShortNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Short names by registries.conf(5) and its aliases. */
public final class ConfiguredShortNames implements ShortNames {
    private final RegistryConfig config;

    public ConfiguredShortNames(RegistryConfig config) {
        this.config = config;
    }

    @Override
    public List<ImageReference> candidates(String name) {
        List<ImageReference> places = places(name);
        // an alias is one place, so only a search finds several
        if (config.mode() == ShortNameMode.ENFORCING && places.size() > 1) {
            throw new InvalidArgument("short-name \"" + name
                    + "\" is ambiguous: short-name resolution enforced but cannot prompt without a TTY");
        }
        return places;
    }

    @Override
    public List<ImageReference> places(String name) {
        ImageReference local = ImageReference.parse(name, Home.LOCAL);
        if (!isShort(local, name)) {
            return List.of(local);
        }
        Optional<ImageReference> alias = alias(local);
        if (alias.isPresent()) {
            return alias.stream().toList();
        }
        if (config.search().isEmpty()) {
            throw new InvalidArgument("short-name \"" + name
                    + "\" did not resolve to an alias and no unqualified-search registries are defined");
        }
        return searched(name).toList();
    }

    @Override
    public List<String> searchRegistries() {
        return config.search();
    }

    @Override
    public List<ImageReference> meanings(String name) {
        ImageReference local = ImageReference.parse(name, Home.LOCAL);
        return isShort(local, name)
                ? Stream.concat(alias(local).stream(), searched(name)).toList()
                : List.of(local);
    }

    private static boolean isShort(ImageReference local, String name) {
        return local.registry().equals("localhost") && !name.startsWith("localhost/");
    }

    private Optional<ImageReference> alias(ImageReference local) {
        return Optional.ofNullable(config.aliases().get(local.path()))
                .filter(alias -> config.mode() != ShortNameMode.DISABLED)
                .map(alias -> ImageReference.parse(alias, Home.DOCKER))
                .map(target -> new ImageReference(target.registry(), target.path(), local.tag(), local.digest()));
    }

    private Stream<ImageReference> searched(String name) {
        return config.search().stream().map(registry -> ImageReference.parse(registry + "/" + name, Home.DOCKER));
    }
}
