package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageOrigin;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageTransfers;
import io.helipod.core.image.Platform;
import io.helipod.core.image.PullPolicy;
import io.helipod.core.image.PullRequest;
import io.helipod.core.image.PulledImage;
import io.helipod.core.image.PushRequest;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.RemoteImage;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.ShortNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what to pull and push, and from where: policies, short names, all tags. */
public final class TransferService implements ImageTransfers {
    private final ShortNames shortNames;
    private final Registry registry;
    private final ImageLookup lookup;
    private final ImagePull imagePull;
    private final ImagePush imagePush;
    private final Collector collector;
    private final EventBus bus;
    private final InstantSource clock;
    private final Platform own;

    public TransferService(
            ShortNames shortNames,
            Registry registry,
            ImageLookup lookup,
            ImagePull imagePull,
            ImagePush imagePush,
            Collector collector,
            EventBus bus,
            InstantSource clock,
            Platform own) {
        this.shortNames = shortNames;
        this.registry = registry;
        this.lookup = lookup;
        this.imagePull = imagePull;
        this.imagePush = imagePush;
        this.collector = collector;
        this.bus = bus;
        this.clock = clock;
        this.own = own;
    }

    @Override
    public List<PulledImage> pull(PullRequest request, TransferListener progress) {
        try (ProgressQueue queue = new ProgressQueue(progress)) {
            return pulled(request, queue);
        }
    }

    private List<PulledImage> pulled(PullRequest request, TransferListener listener) {
        Optional<ImageLookup.Found> here = request.policy() == PullPolicy.ALWAYS ? Optional.empty() : here(request);
        if (request.policy() == PullPolicy.NEVER || request.policy() == PullPolicy.MISSING && here.isPresent()) {
            return List.of(unchanged(here.orElseThrow(
                    () -> new NotFound(ResourceType.IMAGE, request.reference().value()))));
        }
        collector.dropOldParts();
        try {
            return here.isPresent() ? List.of(newer(here.get(), request, listener)) : fetch(request, listener);
        } catch (EngineException e) {
            bus.commit(List.of(), ImageEvents.pullError(request.reference().value(), e.message(), clock));
            throw e;
        }
    }

    /** The image that is here already, if it is for the platform asked for. */
    private Optional<ImageLookup.Found> here(PullRequest request) {
        return lookup.find(request.reference())
                .filter(found -> request.platform()
                        .map(wanted ->
                                PlatformChoice.fits(found.image().document().platform(), wanted))
                        .orElse(true));
    }

    private static PulledImage unchanged(ImageLookup.Found found) {
        ImageRecord image = found.image();
        ImageReference name = ImageReference.parse(found.shownName(), ImageReference.Home.LOCAL);
        Digest digest = image.origin(name)
                .map(ImageOrigin::manifests)
                .orElseGet(image::manifests)
                .findFirst()
                .orElseThrow();
        return new PulledImage(image, name, digest, false);
    }

    /** Asks only whether there is something else; the image that is here will do when the registry cannot be asked. */
    private PulledImage newer(ImageLookup.Found here, PullRequest request, TransferListener listener) {
        PulledImage present = unchanged(here);
        try {
            List<ImageReference> names = names(request);
            if (names.size() == 1
                    && here.image()
                            .manifests()
                            .anyMatch(imagePull.digest(names.getFirst(), request.access())::equals)) {
                return present;
            }
            return fetch(request, listener).getFirst();
        } catch (RegistryFailed e) {
            System.getLogger(TransferService.class.getName())
                    .log(System.Logger.Level.INFO, () -> "using the image that is here: " + e.message());
            return present;
        }
    }

    /** From the first of the names it may have that some registry knows. */
    private List<PulledImage> fetch(PullRequest request, TransferListener listener) {
        List<RegistryFailed> failures = new ArrayList<>();
        for (ImageReference name : names(request)) {
            try {
                return fetch(name, request, listener);
            } catch (RegistryFailed e) {
                failures.add(e);
            }
        }
        if (failures.size() == 1) {
            throw failures.getFirst();
        }
        String all =
                String.join("; ", failures.stream().map(RegistryFailed::message).toList());
        throw new RegistryFailed(
                failures.getLast().kind(), all, failures.getLast().reason(), failures.getLast());
    }

    private List<PulledImage> fetch(ImageReference name, PullRequest request, TransferListener listener) {
        List<ImageReference> tagged = request.allTags()
                ? registry.tags(name, request.access()).stream()
                        .map(tag -> tagged(name, tag))
                        .toList()
                : List.of(name);
        if (tagged.isEmpty()) {
            throw new RegistryFailed(
                    RegistryFailed.Kind.NOT_FOUND,
                    "cannot pull all tags of " + name,
                    "the repository has no tags",
                    null);
        }
        List<PulledImage> pulled = new ArrayList<>();
        for (ImageReference one : tagged) {
            PulledImage image = imagePull.pull(
                    one, request.platform().orElse(own), request.platform().isPresent(), request.access(), listener);
            listener.progress(new TransferProgress.Pulled(image));
            pulled.add(image);
        }
        return pulled;
    }

    private static ImageReference tagged(ImageReference name, String tag) {
        try {
            return name.withTag(tag);
        } catch (InvalidArgument e) {
            throw new RegistryFailed(
                    RegistryFailed.Kind.BROKEN,
                    "cannot pull all tags of " + name,
                    "the registry lists \"" + tag + "\"",
                    e);
        }
    }

    private List<ImageReference> names(PullRequest request) {
        List<ImageReference> candidates =
                shortNames.candidates(request.reference().value());
        if (!request.allTags()) {
            return candidates.stream().map(ImageReference::orLatest).toList();
        }
        if (candidates.getFirst().tag().isPresent()
                || candidates.getFirst().digest().isPresent()) {
            throw new InvalidArgument("tag can't be used with --all-tags/-a: " + request.reference());
        }
        return candidates;
    }

    @Override
    public PushedImage push(PushRequest request, TransferListener progress) {
        try (ProgressQueue queue = new ProgressQueue(progress)) {
            return pushed(request, queue);
        }
    }

    private PushedImage pushed(PushRequest request, TransferListener listener) {
        ImageLookup.Found found = lookup.get(request.image());
        ImageReference name = request.destination()
                .or(() -> found.name().map(ImageReference::parseFull))
                .orElseThrow(() -> new InvalidArgument(
                        "cannot push " + request.image() + " without a destination: it is an id, not a name"))
                .orLatest();
        Descriptor manifest = found.name()
                .map(ImageReference::parseFull)
                .flatMap(found.image()::origin)
                .map(ImageOrigin::manifest)
                .orElse(found.image().manifest());
        PushedImage pushed = imagePush.push(found.image(), manifest, name, request.access(), listener);
        bus.commit(List.of(), ImageEvents.of(EventAction.PUSH, found.image(), name.toString(), clock));
        return pushed;
    }

    @Override
    public RemoteImage inspectRemote(ImageReference name, RegistryAccess access) {
        return imagePull.inspect(name.orLatest(), access);
    }
}
