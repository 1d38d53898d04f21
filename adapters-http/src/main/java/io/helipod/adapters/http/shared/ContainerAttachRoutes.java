package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Duplex;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.core.EngineApi;
import io.helipod.core.container.AttachOptions;
import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStreams;
import io.helipod.core.container.Containers;
import io.helipod.core.container.LogLine;
import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.NameOrId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamSelection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Attach, the same bytes in both families (behaviour.md 13). */
public final class ContainerAttachRoutes {
    private static final LogQuery STORED =
            new LogQuery(StreamSelection.ALL, Optional.empty(), Optional.empty(), Optional.empty(), false);
    private final Containers containers;
    private final ContainerStreams streams;

    public ContainerAttachRoutes(EngineApi engine) {
        this.containers = engine.containers();
        this.streams = engine.streams();
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.post("/containers/{name}/attach", this::attach);
        r.post("/libpod/containers/{name}/attach", this::attach);
    }

    /** Everything that can be refused is refused before the connection changes hands. */
    private void attach(ApiExchange exchange) throws IOException {
        StreamSelection selection = new StreamSelection(
                exchange.query().bool("stdin", true),
                exchange.query().bool("stdout", true),
                exchange.query().bool("stderr", true));
        boolean stream = exchange.query().bool("stream", true);
        boolean logs = exchange.query().bool("logs", false);
        if (!selection.stdin() && !selection.stdout() && !selection.stderr()) {
            throw new InvalidArgument("at least one of stdin, stdout, stderr must be true");
        }
        if (!stream && !logs) {
            throw new InvalidArgument("at least one of Logs or Stream must be set");
        }
        DetachKeys keys = DetachKeys.parse(
                exchange.query().find("detachKeys").orElse(exchange.config().detachKeys()));
        exchange.requireRawConnection();
        ContainerRecord container = containers.inspect(exchange.name());
        NameOrId id = NameOrId.of(container.id());
        boolean terminal = container.spec().process().terminal();
        try (Opened opened = new Opened()) {
            if (logs) {
                opened.log = Optional.of(streams.logs(id, STORED));
            }
            if (stream) {
                opened.live = Optional.of(streams.attach(id, new AttachOptions(selection)));
            }
            exchange.hijack(HijackedOutput.contentType(exchange, terminal), duplex -> {
                OutputSink sink = HijackedOutput.sink(terminal, duplex.output());
                // a terminal's output is all stdout: without it there is nothing to show
                boolean shows = !terminal || selection.stdout();
                serve(opened, duplex, sink, keys, selection.stdin(), shows);
            });
        }
    }

    /** Failures from here on are told in the stream. */
    private static void serve(
            Opened opened, Duplex duplex, OutputSink sink, DetachKeys keys, boolean withInput, boolean shows)
            throws IOException {
        try {
            if (opened.log.isPresent()) {
                opened.log.get().read(new LogReplay(sink));
            }
            if (opened.live.isPresent() && shows) {
                new AttachSession(opened.live.get(), keys).run(duplex.input(), withInput, sink);
            }
        } catch (EngineException e) {
            new FailedStart(e).pump(sink);
        }
    }

    /** What was opened for a client and has to be closed with it. */
    private static final class Opened implements AutoCloseable {
        private Optional<ContainerLog> log = Optional.empty();
        private Optional<AttachedStreams> live = Optional.empty();

        @Override
        public void close() {
            live.ifPresent(AttachedStreams::close);
            log.ifPresent(ContainerLog::close);
        }
    }

    /** Stored lines, one frame each, without their times. */
    private record LogReplay(OutputSink output) implements LogSink {
        @Override
        public void line(LogLine line) throws IOException {
            ByteBuffer text = line.text();
            ByteBuffer payload = ByteBuffer.allocate(text.remaining() + (line.partial() ? 0 : 1))
                    .put(text);
            if (!line.partial()) {
                payload.put((byte) '\n');
            }
            output.accept(line.stream(), payload.flip());
        }

        @Override
        public void caughtUp() {}
    }
}
