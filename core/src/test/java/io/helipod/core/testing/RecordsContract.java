package io.helipod.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.Ambiguous;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.event.EventType;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageOrigin;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.Platform;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Records} and its read views does. Subclasses give fresh, empty ones. */
public abstract class RecordsContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    /** The records under test; the same for one test. */
    protected abstract Records records();

    /** Their containers. */
    protected abstract ContainerStore containers();

    /** Their images. */
    protected abstract ImageStore images();

    /** Their exec sessions. */
    protected abstract ExecStore execs();

    /** Their events. */
    protected abstract EventLog eventLog();

    /** An id of one repeated digit pair. */
    protected static ContainerId containerId(String pair) {
        return new ContainerId(pair.repeat(64 / pair.length()));
    }

    /** A container made so many seconds after noon. */
    protected static ContainerRecord container(ContainerId id, String name, long second) {
        return new ContainerRecord(
                id,
                name,
                NOON.plusSeconds(second),
                ContainerSpec.of("busybox").withName(name),
                List.of("true"),
                new ImageId("c".repeat(64)),
                "docker.io/library/busybox:latest",
                ContainerState.CREATED,
                List.of(),
                0);
    }

    /** An image with these names. */
    protected static ImageRecord image(String digit, long second, String... names) {
        return new ImageRecord(
                new ImageId(digit.repeat(64)),
                new Descriptor(
                        "application/vnd.oci.image.manifest.v1+json",
                        Digest.parse("sha256:" + ("e" + digit).repeat(32)),
                        7),
                List.of(names),
                List.of(),
                NOON.plusSeconds(second),
                new ImageDocument(
                        Optional.of(NOON),
                        "",
                        "",
                        new Platform("linux", "amd64", ""),
                        "",
                        ImageConfig.EMPTY,
                        List.of(),
                        List.of()),
                List.of());
    }

    /** An event of a container so many seconds after noon. */
    protected static Event event(String id, long second) {
        return new Event(
                EventType.CONTAINER,
                EventAction.START,
                id,
                "web",
                NOON.plusSeconds(second),
                Map.of("image", "busybox"));
    }

    private void insert(ContainerRecord... all) {
        for (ContainerRecord each : all) {
            records().commit(List.of(new Change.InsertContainer(each)), List.of());
        }
    }

    @Test
    void aContainerIsFoundByNameIdAndUniquePrefix() {
        ContainerRecord web = container(containerId("ab"), "web", 0);
        insert(web);
        assertEquals(Optional.of(web), containers().find(new NameOrId("web")));
        assertEquals(Optional.of(web), containers().find(NameOrId.of(web.id())));
        assertEquals(Optional.of(web), containers().find(new NameOrId("a")));
        assertEquals(Optional.of(web), containers().find(new NameOrId("ababab")));
        assertEquals(Optional.of(web), containers().get(web.id()));
        assertEquals(Optional.empty(), containers().find(new NameOrId("abb")));
        assertEquals(Optional.empty(), containers().find(new NameOrId("we")));
        assertEquals(Optional.empty(), containers().find(new NameOrId("Ü")));
    }

    @Test
    void aPrefixOfTwoContainersIsAmbiguousButAnExactNameWins() {
        ContainerRecord one = container(containerId("ab"), "one", 0);
        ContainerRecord two = container(containerId("abc0"), "ab", 0);
        insert(one, two);
        assertThrows(Ambiguous.class, () -> containers().find(new NameOrId("a")));
        assertEquals(Optional.of(two), containers().find(new NameOrId("ab")));
        assertEquals(Optional.of(one), containers().find(new NameOrId("aba")));
    }

    @Test
    void containersAreListedNewestFirst() {
        ContainerRecord old = container(containerId("aa"), "old", 1);
        ContainerRecord young = container(containerId("bb"), "young", 3);
        ContainerRecord middle = container(containerId("cc"), "middle", 2);
        insert(old, young, middle);
        List<ContainerRecord> before = containers().list();
        assertEquals(List.of(young, middle, old), before);
        records().commit(List.of(new Change.RemoveContainer(middle.id())), List.of());
        assertEquals(List.of(young, old), containers().list());
        assertEquals(3, before.size());
    }

    @Test
    void aNameOrIdInUseIsRefusedAndNothingOfTheCommitStays() {
        ContainerRecord web = container(containerId("aa"), "web", 0);
        insert(web);
        ContainerRecord other = container(containerId("bb"), "other", 0);
        ContainerRecord rival = container(containerId("cc"), "web", 0);
        NameTaken refusal = assertThrows(
                NameTaken.class,
                () -> records()
                        .commit(
                                List.of(new Change.InsertContainer(other), new Change.InsertContainer(rival)),
                                List.of(event("x", 0))));
        assertTrue(refusal.toString().contains("\"web\"")
                && refusal.toString().contains(web.id().value()));
        assertEquals(List.of(web), containers().list());
        assertEquals(List.of(), eventLog().read(Optional.empty(), Optional.empty()));
        assertThrows(NameTaken.class, () -> insert(container(web.id(), "fresh", 0)));
    }

    @Test
    void twoOfOneNameInOneCommitAreRefused() {
        List<Change> twins = List.of(
                new Change.InsertContainer(container(containerId("aa"), "twin", 0)),
                new Change.InsertContainer(container(containerId("bb"), "twin", 0)));
        assertThrows(NameTaken.class, () -> records().commit(twins, List.of()));
        assertEquals(List.of(), containers().list());
    }

    @Test
    void aSavedContainerIsSeenUnderItsNewNameOnly() {
        ContainerRecord web = container(containerId("aa"), "web", 0);
        insert(web, container(containerId("bb"), "db", 0));
        ContainerRecord renamed = web.withName("site");
        records().commit(List.of(new Change.SaveContainer(renamed)), List.of());
        assertEquals(Optional.of(renamed), containers().find(new NameOrId("site")));
        assertEquals(Optional.empty(), containers().find(new NameOrId("web")));
        assertThrows(
                NameTaken.class,
                () -> records().commit(List.of(new Change.SaveContainer(renamed.withName("db"))), List.of()));
        insert(container(containerId("cc"), "web", 0));
    }

    @Test
    void savingAContainerThatIsGoneIsNotFoundAndRemovingItIsNothing() {
        ContainerRecord gone = container(containerId("aa"), "gone", 0);
        assertThrows(NotFound.class, () -> records().commit(List.of(new Change.SaveContainer(gone)), List.of()));
        records().commit(List.of(new Change.RemoveContainer(gone.id())), List.of());
    }

    @Test
    void aNameIsFreeAgainInTheCommitThatRemovesItsHolder() {
        ContainerRecord first = container(containerId("aa"), "web", 0);
        insert(first);
        ContainerRecord second = container(containerId("bb"), "web", 1);
        records()
                .commit(List.of(new Change.RemoveContainer(first.id()), new Change.InsertContainer(second)), List.of());
        assertEquals(Optional.of(second), containers().find(new NameOrId("web")));
        assertEquals(List.of(second), containers().list());
    }

    @Test
    void anExitOutlivesItsContainer() {
        ContainerRecord web = container(containerId("aa"), "web", 0);
        insert(web);
        assertEquals(Optional.empty(), containers().exit(web.id()));
        ExitStatus exit = new ExitStatus(137, true, NOON);
        records()
                .commit(
                        List.of(new Change.RecordExit(web.id(), exit), new Change.RemoveContainer(web.id())),
                        List.of());
        assertEquals(Optional.of(exit), containers().exit(web.id()));
        assertEquals(Optional.empty(), containers().get(web.id()));
    }

    /** A session made so many seconds after noon. */
    protected static ExecSession session(String pair, ContainerRecord container, long second) {
        return ExecSession.of(
                new ExecId(pair.repeat(32)), container.id(), ExecSpec.of("ls", "-l"), NOON.plusSeconds(second));
    }

    private void save(ExecSession session) {
        records().commit(List.of(new Change.SaveExec(session)), List.of());
    }

    @Test
    void execSessionsAreFoundByIdAndByContainerOldestFirst() {
        ContainerRecord web = container(containerId("aa"), "web", 0);
        ContainerRecord db = container(containerId("bb"), "db", 0);
        insert(web, db);
        ExecSession late = session("01", web, 2);
        ExecSession early = session("02", web, 1);
        ExecSession other = session("03", db, 0);
        save(late);
        save(early);
        save(other);
        assertEquals(Optional.of(late), execs().get(late.id()));
        assertEquals(List.of(early, late), execs().of(web.id()));
        assertEquals(List.of(other), execs().of(db.id()));
        assertEquals(3, execs().list().size());
        ExecSession ended = late.running(7).stopped(new ExitStatus(3, false, NOON));
        save(ended);
        assertEquals(Optional.of(ended), execs().get(late.id()));
        assertEquals(List.of(early, ended), execs().of(web.id()));
        records().commit(List.of(new Change.RemoveExec(early.id()), new Change.RemoveExec(early.id())), List.of());
        assertEquals(List.of(ended), execs().of(web.id()));
        assertEquals(Optional.empty(), execs().get(early.id()));
    }

    @Test
    void execSessionsGoWithTheirContainerAndNeedOne() {
        ContainerRecord web = container(containerId("aa"), "web", 0);
        insert(web);
        ExecSession session = session("01", web, 1);
        save(session);
        records().commit(List.of(new Change.RemoveContainer(web.id())), List.of());
        assertEquals(Optional.empty(), execs().get(session.id()));
        assertEquals(List.of(), execs().of(web.id()));
        assertEquals(List.of(), execs().list());
        assertThrows(NotFound.class, () -> save(session));
    }

    @Test
    void anImageIsFoundByIdNamePrefixAndManifest() {
        ImageRecord busybox = image("1", 0, "docker.io/library/busybox:latest", "localhost/mine:1");
        records().commit(List.of(new Change.SaveImage(busybox)), List.of());
        assertEquals(Optional.of(busybox), images().get(busybox.id()));
        assertEquals(Optional.of(busybox), images().named("localhost/mine:1"));
        assertEquals(Optional.empty(), images().named("localhost/mine"));
        assertEquals(
                Optional.of(busybox), images().withManifest(busybox.manifest().digest()));
        assertEquals(List.of(busybox), images().withIdPrefix("1"));
        assertEquals(List.of(busybox), images().withIdPrefix("111111111111"));
        assertEquals(List.of(), images().withIdPrefix("2"));
        assertEquals(List.of(), images().withIdPrefix("nothex"));
    }

    @Test
    void anImageIsFoundByTheIndexItCameFrom() {
        ImageRecord plain = image("1", 0, "localhost/app:1");
        Descriptor index =
                new Descriptor("application/vnd.oci.image.index.v1+json", Digest.parse("sha256:" + "ab".repeat(32)), 9);
        Descriptor other = new Descriptor("m", Digest.parse("sha256:" + "cd".repeat(32)), 8);
        ImageRecord image = new ImageRecord(
                plain.id(),
                plain.manifest(),
                plain.names(),
                plain.formerNames(),
                plain.created(),
                plain.document(),
                plain.layers(),
                Optional.of(index),
                List.of(new ImageOrigin("reg.example/app:1", other, Optional.of(index), List.of())));
        records().commit(List.of(new Change.SaveImage(image)), List.of());
        assertEquals(Optional.of(image), images().withManifest(index.digest()));
        assertEquals(Optional.of(image), images().withManifest(image.manifest().digest()));
        assertEquals(Optional.of(image), images().withManifest(other.digest()));
        records().commit(List.of(new Change.RemoveImage(image.id())), List.of());
        assertEquals(Optional.empty(), images().withManifest(index.digest()));
        assertEquals(Optional.empty(), images().withManifest(other.digest()));
    }

    @Test
    void anImageTakesItsNamesFromTheOneThatHeldThem() {
        ImageRecord old = image("1", 0, "localhost/app:1", "localhost/app:2");
        ImageRecord fresh = image("2", 1, "localhost/app:2");
        records().commit(List.of(new Change.SaveImage(old)), List.of());
        records().commit(List.of(new Change.SaveImage(fresh)), List.of());
        assertEquals(Optional.of(fresh), images().named("localhost/app:2"));
        ImageRecord left = images().get(old.id()).orElseThrow();
        assertEquals(List.of("localhost/app:1"), left.names());
        assertEquals(List.of("localhost/app:2"), left.formerNames());
        assertEquals(List.of(fresh, left), images().list());
    }

    @Test
    void aRemovedImageLeavesNothingBehind() {
        ImageRecord image = image("1", 0, "localhost/app:1");
        records().commit(List.of(new Change.SaveImage(image)), List.of());
        records().commit(List.of(new Change.RemoveImage(image.id()), new Change.RemoveImage(image.id())), List.of());
        assertEquals(Optional.empty(), images().get(image.id()));
        assertEquals(Optional.empty(), images().named("localhost/app:1"));
        assertEquals(Optional.empty(), images().withManifest(image.manifest().digest()));
        assertEquals(List.of(), images().list());
    }

    @Test
    void aSavedImageLosesTheNamesItNoLongerHas() {
        ImageRecord image = image("1", 0, "localhost/app:1");
        records().commit(List.of(new Change.SaveImage(image)), List.of());
        records()
                .commit(
                        List.of(new Change.SaveImage(image.withNames(List.of(), List.of("localhost/app:1")))),
                        List.of());
        assertEquals(Optional.empty(), images().named("localhost/app:1"));
        assertTrue(images().get(image.id()).isPresent());
    }

    @Test
    void eventsAreReadInOrderStrictlyBetweenTwoTimes() {
        List<Event> all = List.of(event("a", 1), event("b", 2), event("c", 2), event("d", 3));
        records().commit(List.of(), all.subList(0, 2));
        records().commit(List.of(), all.subList(2, 4));
        assertEquals(all, eventLog().read(Optional.empty(), Optional.empty()));
        assertEquals(
                all.subList(1, 3), eventLog().read(Optional.of(NOON.plusSeconds(1)), Optional.of(NOON.plusSeconds(3))));
        assertEquals(all.subList(0, 3), eventLog().read(Optional.of(Instant.MIN), Optional.of(NOON.plusSeconds(3))));
        assertEquals(List.of(), eventLog().read(Optional.of(NOON.plusSeconds(3)), Optional.of(Instant.MAX)));
        assertEquals(
                all.subList(3, 4),
                eventLog().read(Optional.of(NOON.plusSeconds(3).minusNanos(1)), Optional.empty()));
    }

    @Test
    void ofManyThatWantOneNameAtOnceExactlyOneGetsIt() throws InterruptedException {
        ConcurrentLinkedQueue<String> won = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        IntStream.range(0, 20)
                .forEach(i -> threads.add(Thread.startVirtualThread(() -> {
                    String id = String.format("%02x", i);
                    try {
                        insert(container(containerId(id), "own" + i, i));
                        insert(container(containerId("e" + id + "f"), "wanted", i));
                        won.add(id);
                    } catch (NameTaken e) {
                        lost.add(id);
                    }
                })));
        for (Thread each : threads) {
            each.join();
        }
        assertEquals(1, won.size());
        assertEquals(19, lost.size());
        assertEquals(21, containers().list().size());
        assertFalse(containers().find(new NameOrId("wanted")).isEmpty());
    }
}
