package io.helipod.adapters.http.fake;

import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException.InUse;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.error.ResourceType;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageArchives;
import io.helipod.core.image.ImageHistory;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.ImageReports;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.image.ImageTransfers;
import io.helipod.core.image.Images;
import io.helipod.core.image.ImportRequest;
import io.helipod.core.image.LayerChange;
import io.helipod.core.image.LayerTree;
import io.helipod.core.image.PruneRequest;
import io.helipod.core.image.PrunedImage;
import io.helipod.core.image.PullRequest;
import io.helipod.core.image.PulledImage;
import io.helipod.core.image.PushRequest;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.RemoteImage;
import io.helipod.core.image.SaveRequest;
import io.helipod.core.image.SavedArchive;
import io.helipod.core.image.TransferListener;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.system.CheckOptions;
import io.helipod.core.system.CheckReport;
import io.helipod.core.system.DiskUsage;
import io.helipod.core.system.EngineInfo;
import io.helipod.core.system.EngineVersion;
import io.helipod.core.system.HostFacts;
import io.helipod.core.system.RuntimeFacts;
import io.helipod.core.system.SystemInfo;
import io.helipod.core.system.SystemMaintenance;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An engine of one container and no image. */
public final class FakeEngine {
    private FakeEngine() {}

    /** The ports; what has no fake refuses. */
    public static EngineApi of(FakeContainers containers) {
        return of(containers, new FakeExecs(containers));
    }

    /** The same with exec sessions. */
    public static EngineApi of(FakeContainers containers, FakeExecs execs) {
        return new EngineApi(
                containers,
                containers,
                containers,
                execs,
                new NoImages(),
                new NoReports(),
                request -> {
                    throw new Unavailable("no registry in this fake");
                },
                new NoArchives(),
                (request, accepted) -> {
                    throw new Unavailable("no commits in this fake");
                },
                new NoManifests(),
                new NoTransfers(),
                (server, credentials, tlsVerify) -> {
                    throw new Unavailable("no registry in this fake");
                },
                query -> {
                    throw new Unavailable("no events in this fake");
                },
                new NoSystem(),
                new NoMaintenance());
    }

    private static final class NoImages implements Images {
        @Override
        public List<ImageSummary> list(Filters filters) {
            return List.of();
        }

        @Override
        public ImageRecord inspect(NameOrId ref) {
            throw new NotFound(ResourceType.IMAGE, ref.value());
        }

        @Override
        public boolean exists(NameOrId ref) {
            return false;
        }

        @Override
        public void tag(NameOrId ref, ImageReference name) {
            throw new NotFound(ResourceType.IMAGE, ref.value());
        }

        @Override
        public void untag(NameOrId ref, Optional<ImageReference> name) {
            throw new NotFound(ResourceType.IMAGE, ref.value());
        }

        @Override
        public ImageRemoval remove(NameOrId ref, boolean force) {
            throw new InUse("image " + ref, "image is in use");
        }

        @Override
        public List<PrunedImage> prune(PruneRequest request) {
            return List.of();
        }
    }

    private static final class NoReports implements ImageReports {
        @Override
        public ImageHistory history(NameOrId ref) {
            throw new NotFound(ResourceType.IMAGE, ref.value());
        }

        @Override
        public LayerTree tree(NameOrId ref, boolean children) {
            throw new NotFound(ResourceType.IMAGE, ref.value());
        }

        @Override
        public List<LayerChange> changes(NameOrId ref, Optional<NameOrId> other) {
            throw new NotFound(ResourceType.IMAGE, ref.value());
        }

        @Override
        public List<ImageReference> resolve(String name) {
            throw new Unavailable("no registry in this fake");
        }
    }

    private static final class NoArchives implements ImageArchives {
        @Override
        public List<String> load(InputStream archive) {
            throw new Unavailable("no archives in this fake");
        }

        @Override
        public List<String> loadFolder(Path folder) {
            throw new Unavailable("no archives in this fake");
        }

        @Override
        public SavedArchive save(SaveRequest request) {
            throw new Unavailable("no archives in this fake");
        }

        @Override
        public io.helipod.core.id.ImageId importRootfs(ImportRequest request, InputStream rootfs) {
            throw new Unavailable("no archives in this fake");
        }
    }

    private static final class NoTransfers implements ImageTransfers {
        @Override
        public List<PulledImage> pull(PullRequest request, TransferListener progress) {
            throw new Unavailable("no registry in this fake");
        }

        @Override
        public PushedImage push(PushRequest request, TransferListener progress) {
            throw new Unavailable("no registry in this fake");
        }

        @Override
        public RemoteImage inspectRemote(ImageReference name, RegistryAccess access) {
            throw new Unavailable("no registry in this fake");
        }
    }

    private static final class NoMaintenance implements SystemMaintenance {
        @Override
        public DiskUsage diskUsage(boolean containers) {
            throw new Unavailable("no storage in this fake");
        }

        @Override
        public CheckReport check(CheckOptions options) {
            throw new Unavailable("no storage in this fake");
        }
    }

    private static final class NoSystem implements SystemInfo {
        @Override
        public EngineInfo info() {
            throw new Unavailable("no info in this fake");
        }

        @Override
        public EngineVersion version() {
            return new EngineVersion("0.1.0", "5.8.2", 0, "");
        }

        @Override
        public RuntimeFacts runtime() {
            return Samples.runtime();
        }

        @Override
        public HostFacts host() {
            throw new Unavailable("no host in this fake");
        }
    }
}
