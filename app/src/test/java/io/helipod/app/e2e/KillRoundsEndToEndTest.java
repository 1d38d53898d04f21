package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL at random points of create, start, exec, stop and remove under three churning clients: no container, exit code or name is lost,
 * and no mount, cgroup or monitor is left. A short share of the rounds runs always, 500 with {@code --long}.
 */
class KillRoundsEndToEndTest {
    private static final int SHORT = 10;
    private static final int LONG = 500;
    private static final int LONGEST_CHURN_MS = 900;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    @Test
    void nothingIsLostAndNothingIsLeft() throws InterruptedException {
        int rounds = Boolean.getBoolean("helipod.long") ? LONG : SHORT;
        long seed = Long.getLong("helipod.seed", System.nanoTime());
        System.out.println("kill rounds: " + rounds + ", seed " + seed + " (-Dhelipod.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        try (Service service = Service.start()) {
            service.loadBusybox();
            List<Churn> clients = new ArrayList<>();
            for (String prefix : List.of("one", "two", "three")) { // no name is the beginning of an id
                clients.add(new Churn(service, prefix, random.nextLong()));
            }
            for (int round = 0; round < rounds; round++) {
                List<Thread> threads =
                        clients.stream().map(Thread.ofVirtual()::start).toList();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_CHURN_MS));
                service.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
                service.startAgain();
                clients.forEach(Churn::check);
                Set<String> made = new TreeSet<>();
                clients.forEach(client -> made.addAll(client.ids()));
                check(service, round, made);
            }
        }
    }

    /** What the machine holds for the service is what its running containers need. */
    private static void check(Service service, int round, Set<String> made) throws InterruptedException {
        Set<String> running = running(service);
        settles("round " + round + ": mounts", running, () -> mounted(service));
        settles("round " + round + ": monitors", running, () -> monitored(service));
        settles("round " + round + ": cgroups", running, () -> grouped(made));
    }

    /** Processes that were killed take a moment to go. */
    private static void settles(String what, Set<String> expected, Supplier<Set<String>> actual)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!actual.get().equals(expected) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertEquals(expected, actual.get(), what);
    }

    private static Set<String> running(Service service) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode one : new Api(service).get("/containers/json").expect(200).json()) {
            ids.add(one.path("Id").asText());
        }
        return ids;
    }

    private static Set<String> mounted(Service service) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return ids(mounts.filter(line -> line.startsWith("overlay ") || line.contains(" overlay "))
                    .map(line -> line.split(" ")[1])
                    .filter(target -> target.startsWith(service.dir().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> monitored(Service service) {
        return ids(ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line ->
                        line.contains("conmon") && line.contains(service.dir().toString()))
                .map(line -> line.substring(line.indexOf(" -c ") + 4)));
    }

    /** Of the containers of this test; the cgroups are the whole machine's. */
    private static Set<String> grouped(Set<String> made) {
        Set<String> found = new TreeSet<>();
        for (String hierarchy : List.of("", "memory", "pids", "freezer", "devices", "unified")) {
            Path folder = Path.of("/sys/fs/cgroup", hierarchy, "helipod");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> groups = Files.list(folder)) {
                    found.addAll(ids(groups.map(path -> path.getFileName().toString())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        found.retainAll(made);
        return found;
    }

    /** The first id in each text. */
    private static Set<String> ids(Stream<String> texts) {
        Set<String> ids = new TreeSet<>();
        texts.forEach(text -> {
            Matcher matcher = ID.matcher(text);
            if (matcher.find()) {
                ids.add(matcher.group());
            }
        });
        return ids;
    }
}
