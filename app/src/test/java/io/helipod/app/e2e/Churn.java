package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One client that makes, starts, execs, stops and removes containers until the service goes, and knows of each what may have become of it:
 * what was acknowledged must be so, what was under way may be so.
 */
final class Churn implements Runnable {
    private static final int MOST = 4;
    private static final int KILLED = 137;
    private final Api api;
    private final String prefix;
    private final Random random;
    private final List<Known> containers = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int made;
    private Optional<Throwable> broken = Optional.empty();

    private enum Fate {
        ABSENT,
        CREATED,
        RUNNING,
        EXITED
    }

    private static final class Known {
        private final String name;
        /** The code it ends with by itself; absent when it runs until it is stopped. */
        private final Optional<Integer> code;

        private Set<Fate> fates = EnumSet.of(Fate.ABSENT);

        private Known(String name, Optional<Integer> code) {
            this.name = name;
            this.code = code;
        }
    }

    Churn(Service service, String prefix, long seed) {
        this.api = new Api(service);
        this.prefix = prefix;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try {
            while (true) {
                step();
            }
        } catch (UncheckedIOException e) {
            // the service is gone
        } catch (Gone e) {
            // in the middle of an answer
        } catch (RuntimeException | Error e) {
            broken = Optional.of(e);
        }
    }

    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void step() {
        if (containers.isEmpty() || containers.size() < MOST && random.nextBoolean()) {
            create();
            return;
        }
        Known one = containers.get(random.nextInt(containers.size()));
        switch (random.nextInt(4)) {
            case 0 -> start(one);
            case 1 -> exec(one);
            case 2 -> stop(one);
            default -> remove(one);
        }
    }

    private void create() {
        Optional<Integer> code = random.nextBoolean() ? Optional.of(1 + random.nextInt(100)) : Optional.empty();
        String command = code.map(number -> "'sh','-c','sleep 0.0" + random.nextInt(10) + "; exit " + number + "'")
                .orElse("'sleep','1000'");
        Known fresh = new Known(prefix + made++, code);
        containers.add(fresh);
        fresh.fates = EnumSet.of(Fate.ABSENT, Fate.CREATED);
        ids.add(answered(api.post(
                        "/containers/create?name=" + fresh.name,
                        "{'Image':'busybox','Cmd':[" + command + "],'HostConfig':{'NetworkMode':'none'}}"))
                .expect(201)
                .json()
                .path("Id")
                .asText());
        fresh.fates = EnumSet.of(Fate.CREATED);
    }

    private void start(Known one) {
        EnumSet<Fate> begun = one.code.isPresent() ? EnumSet.of(Fate.RUNNING, Fate.EXITED) : EnumSet.of(Fate.RUNNING);
        one.fates.addAll(begun);
        answered(api.post("/containers/" + one.name + "/start")).expect(204, 304);
        one.fates = begun;
    }

    private void exec(Known one) {
        if (!one.fates.equals(EnumSet.of(Fate.RUNNING))) {
            return;
        }
        int code = random.nextInt(100);
        String id = answered(api.post(
                        "/containers/" + one.name + "/exec",
                        "{'Cmd':['sh','-c','exit " + code + "'],'AttachStdout':true}"))
                .expect(201)
                .json()
                .path("Id")
                .asText();
        Api.Answer started = api.post("/exec/" + id + "/start", "{'Detach':" + random.nextBoolean() + "}");
        answered(started).expect(200);
        answered(api.get("/exec/" + id + "/json")).expect(200);
    }

    private void stop(Known one) {
        if (one.fates.equals(EnumSet.of(Fate.CREATED))) {
            return;
        }
        one.fates.add(Fate.EXITED);
        answered(api.post("/containers/" + one.name + "/stop?t=0")).expect(204, 304);
        one.fates = EnumSet.of(Fate.EXITED);
    }

    private void remove(Known one) {
        one.fates.addAll(EnumSet.of(Fate.ABSENT, Fate.EXITED));
        answered(api.delete("/containers/" + one.name + "?force=1")).expect(204);
        containers.remove(one);
    }

    private static Api.Answer answered(Api.Answer answer) {
        if (answer.status() == 0) {
            throw new Gone();
        }
        return answer;
    }

    /** Compares what is there with what was acknowledged, and goes on from what is there. */
    void check() {
        broken.ifPresent(e -> {
            throw new AssertionError("client " + prefix + " got a wrong answer", e);
        });
        for (Known one : List.copyOf(containers)) {
            Api.Answer answer = api.get("/containers/" + one.name + "/json").expect(200, 404);
            Fate found = answer.status() == 404 ? Fate.ABSENT : fate(answer.json());
            assertTrue(one.fates.contains(found), one.name + " is " + found + ", not one of " + one.fates);
            if (found == Fate.ABSENT) {
                containers.remove(one);
                continue;
            }
            ids.add(answer.json().path("Id").asText()); // its creation may have gone unanswered
            JsonNode state = answer.json().path("State");
            if (found == Fate.EXITED) {
                int code = state.path("ExitCode").asInt();
                assertTrue(
                        code == KILLED || one.code.filter(own -> own == code).isPresent(),
                        one.name + " ended with " + code);
            }
            if (found == Fate.RUNNING && one.code.isPresent()) {
                // it ends by itself, and whoever waits for it hears of it
                int heard = api.post("/containers/" + one.name + "/wait")
                                .expect(200)
                                .body()
                                .contains("\"StatusCode\":" + one.code.get())
                        ? one.code.get()
                        : -1;
                assertEquals(one.code.get(), heard, one.name + " ended otherwise");
                found = Fate.EXITED;
            }
            one.fates = EnumSet.of(found);
        }
    }

    /** Every container it knows of, the removed ones too. */
    Set<String> ids() {
        return ids;
    }

    private static Fate fate(JsonNode container) {
        return switch (container.path("State").path("Status").asText()) {
            case "created" -> Fate.CREATED;
            case "running" -> Fate.RUNNING;
            case "exited" -> Fate.EXITED;
            default -> throw new AssertionError("state " + container.path("State"));
        };
    }
}
