package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.filter.Filters;
import io.helipod.core.image.FoundImage;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageSearch;
import io.helipod.core.image.SearchRequest;
import io.helipod.core.registry.RegistryAuth;
import io.helipod.core.spi.registry.FoundRepository;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.ShortNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks the registry that the term names, or all that short names are looked for in. One that fails does not hide what others find. */
public final class SearchService implements ImageSearch {
    private static final String HUB = "docker.io";
    private final Registry registry;
    private final ShortNames shortNames;

    public SearchService(Registry registry, ShortNames shortNames) {
        this.registry = registry;
        this.shortNames = shortNames;
    }

    @Override
    public List<FoundImage> search(SearchRequest request) {
        Predicate<FoundRepository> filter = filter(request.filters());
        int slash = request.term().indexOf('/');
        boolean named = slash > 0 && isRegistry(request.term().substring(0, slash));
        String term = named ? request.term().substring(slash + 1) : request.term();
        List<String> registries =
                named ? List.of(host(request.term().substring(0, slash))) : shortNames.searchRegistries();
        if (registries.isEmpty()) {
            throw new InvalidArgument("no unqualified-search registries are defined to search for " + term);
        }
        if (request.tags() && !request.filters().isEmpty()) {
            throw new InvalidArgument("filters are not applicable to list tags result");
        }
        List<FoundImage> found = new ArrayList<>();
        List<RegistryFailed> failures = new ArrayList<>();
        for (String one : registries) {
            try {
                (request.tags() ? tags(one, term, request) : repositories(one, term, request, filter))
                        .limit(request.limit())
                        .forEach(found::add);
            } catch (RegistryFailed e) {
                failures.add(e);
            }
        }
        if (found.isEmpty() && !failures.isEmpty()) {
            throw failures.getFirst();
        }
        return found;
    }

    /** It becomes part of an address, so it must be nothing but a host. */
    private static String host(String text) {
        String host = RegistryAuth.normalized(text);
        if (!LoginService.isHost(host)) {
            throw new InvalidArgument("invalid registry " + text);
        }
        return host;
    }

    private static boolean isRegistry(String text) {
        return text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.equals("localhost");
    }

    private Stream<FoundImage> repositories(
            String host, String term, SearchRequest request, Predicate<FoundRepository> filter) {
        return registry.search(host, term, request.limit(), request.access()).stream()
                .filter(filter)
                .map(one -> new FoundImage(
                        index(host),
                        host + "/" + (host.equals(HUB) && one.name().indexOf('/') < 0 ? "library/" : "") + one.name(),
                        one.description(),
                        one.stars(),
                        one.official(),
                        one.automated(),
                        ""));
    }

    private Stream<FoundImage> tags(String host, String term, SearchRequest request) {
        ImageReference name = ImageReference.parse(host + "/" + term, ImageReference.Home.DOCKER);
        if (name.tag().isPresent() || name.digest().isPresent()) {
            throw new InvalidArgument("reference \"" + term + "\" must not have a tag to list its tags");
        }
        return registry.tags(name, request.access()).stream()
                .map(tag -> new FoundImage(index(host), name.repository(), "", 0, false, false, tag));
    }

    /** podman shows the last two parts of a host's name. */
    private static String index(String host) {
        String[] parts = host.split("\\.");
        return parts.length <= 2 ? host : parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    private static Predicate<FoundRepository> filter(Filters filters) {
        Optional<Boolean> official = bool(filters, "is-official");
        Optional<Boolean> automated = bool(filters, "is-automated");
        int stars = filters.single("stars").map(SearchService::number).orElse(0);
        return one -> official.filter(wanted -> wanted != one.official()).isEmpty()
                && automated.filter(wanted -> wanted != one.automated()).isEmpty()
                && one.stars() >= stars;
    }

    private static Optional<Boolean> bool(Filters filters, String key) {
        return filters.single(key).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "t", "" -> true;
            case "false", "0", "f" -> false;
            default -> throw new InvalidFilter("invalid value " + value + " for filter " + key + ": not a boolean");
        });
    }

    private static int number(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new InvalidFilter("invalid value " + value + " for filter stars: not a number");
        }
        return Integer.parseInt(value);
    }
}
