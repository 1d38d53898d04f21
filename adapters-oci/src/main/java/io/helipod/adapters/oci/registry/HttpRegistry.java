package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.spi.registry.BlobOutcome;
import io.helipod.core.spi.registry.BlobUpload;
import io.helipod.core.spi.registry.FoundRepository;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Registries by HTTP: finds the sources of a name and the credentials for each, and asks the endpoint. */
public final class HttpRegistry implements Registry {
    private static final long PIECE = 64L << 20;
    private final RegistryRules rules;
    private final AuthFiles authFiles;
    private final Bases bases;
    private final RegistryConfig.Timing timing;
    private final ManifestReads manifestReads;
    private final ManifestWrites manifestWrites;
    private final BlobReads blobReads;
    private final BlobWrites blobWrites;
    private final TagLists tagLists;
    private final Searches searches;
    private final LoginChecks loginChecks;

    public HttpRegistry(RegistryConfig config, InstantSource clock) {
        this(config, clock, PIECE);
    }

    /** @param piece bytes that are uploaded at once */
    HttpRegistry(RegistryConfig config, InstantSource clock, long piece) {
        this.rules = new RegistryRules(config);
        this.authFiles = new AuthFiles(config.authFiles());
        this.timing = config.timing();
        RegistryCaller caller = new RegistryCaller(config, clock);
        this.bases = new Bases(caller, clock);
        this.manifestReads = new ManifestReads(caller);
        this.manifestWrites = new ManifestWrites(caller);
        this.blobReads = new BlobReads(caller);
        this.blobWrites = new BlobWrites(caller, blobReads, piece);
        this.tagLists = new TagLists(caller);
        this.searches = new Searches(caller);
        this.loginChecks = new LoginChecks(caller);
    }

    @Override
    public RegistryManifest manifest(ImageReference name, RegistryAccess access) {
        return reading(name, access, session -> manifestReads.get(session, name));
    }

    @Override
    public InputStream openBlob(ImageReference name, Descriptor blob, long from, RegistryAccess access) {
        Patience patience = Patience.of(timing, access);
        List<Supplier<Session>> sources = rules.forReading(name, access.tlsVerify()).stream()
                .<Supplier<Session>>map(source -> () -> session(source, name, access, "pull", patience))
                .toList();
        return new ResumingBlob(blobReads, patience, sources, blob, from);
    }

    @Override
    public BlobOutcome pushBlob(ImageReference name, BlobUpload upload, RegistryAccess access) {
        return blobWrites.push(writing(name, access), upload);
    }

    @Override
    public void pushManifest(ImageReference name, RegistryManifest manifest, RegistryAccess access) {
        manifestWrites.put(writing(name, access), name, manifest);
    }

    @Override
    public List<String> tags(ImageReference name, RegistryAccess access) {
        return reading(name, access, tagLists::list);
    }

    @Override
    public List<FoundRepository> search(String host, String term, int limit, RegistryAccess access) {
        Source source = rules.registry(host, access.tlsVerify());
        String what = "pinging container registry " + source.host();
        Session session = new Session(
                source,
                bases.of(what, source),
                credentials(source, host, access),
                "registry:catalog:*",
                Patience.of(timing, access));
        // Docker Hub's search is where its name before was
        URI searched = host.equals("docker.io") ? URI.create("https://index.docker.io") : session.base();
        return searches.search(session, searched, term, limit);
    }

    @Override
    public void checkLogin(String server, RegistryCredentials credentials, Optional<Boolean> tlsVerify) {
        Source source = rules.registry(server, tlsVerify);
        loginChecks.check(new Session(
                source,
                bases.of("logging in to " + server, source),
                credentials,
                "",
                Patience.of(timing, RegistryAccess.DEFAULT)));
    }

    /** Asks the sources of a name, one after the other. */
    private <T> T reading(ImageReference name, RegistryAccess access, Function<Session, T> use) {
        List<Source> sources = rules.forReading(name, access.tlsVerify());
        for (Source mirror : sources.subList(0, sources.size() - 1)) {
            try {
                return use.apply(session(mirror, name, access, "pull"));
            } catch (RegistryFailed e) {
                System.getLogger(HttpRegistry.class.getName())
                        .log(System.Logger.Level.INFO, () -> "mirror passed over: " + e.message());
            }
        }
        return use.apply(session(sources.getLast(), name, access, "pull"));
    }

    private Session writing(ImageReference name, RegistryAccess access) {
        return session(rules.forWriting(name, access.tlsVerify()), name, access, "pull,push");
    }

    private Session session(Source source, ImageReference name, RegistryAccess access, String actions) {
        return session(source, name, access, actions, Patience.of(timing, access));
    }

    private Session session(
            Source source, ImageReference name, RegistryAccess access, String actions, Patience patience) {
        return new Session(
                source,
                bases.of("pinging container registry " + source.host() + " for " + name, source),
                credentials(source, name.registry(), access),
                "repository:" + source.path() + ":" + actions,
                patience);
    }

    /**
     * Those that came with the request, else those on the machine. The request's may name no registry: then they are meant for the one that
     * was asked for, and neither a mirror of it nor the place it was moved to is shown them, unless it is the same host.
     */
    private RegistryCredentials credentials(Source source, String asked, RegistryAccess access) {
        return access.auth()
                .single()
                .filter(one -> source.host().equals(asked))
                .or(() -> access.auth().forRepository(source.host(), source.path()))
                .or(() -> authFiles.forRepository(source.host(), source.path()))
                .orElse(RegistryCredentials.ANONYMOUS);
    }
}
