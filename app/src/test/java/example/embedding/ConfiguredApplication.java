package example.embedding;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.CreatedContainer;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An application whose server is built from configuration, the engine included: its code knows the typed API only. */
public final class ConfiguredApplication {
    private ConfiguredApplication() {}

    /**
     * Serves until it is killed.
     *
     * @param args the application's folder
     */
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        // left behind by a kill
        Files.deleteIfExists(home.resolve("s.sock"));
        Config config = Config.just(ConfigSources.create(Map.of(
                "server.port", "0",
                "server.host", "127.0.0.1",
                "server.sockets.0.name", "engine",
                "server.sockets.0.bind-address", "unix:" + home.resolve("s.sock"),
                "server.features.helipod.sockets.0", "engine",
                "server.features.helipod.root", home.resolve("root").toString(),
                "server.features.helipod.runroot", home.resolve("run").toString())));
        WebServer.builder()
                .config(config.get("server"))
                .routing(
                        "engine",
                        routing -> routing.get("/hello", (request, response) -> response.send("hello"))
                                .post("/jobs", ConfiguredApplication::run))
                .build()
                .start();
    }

    private static void run(ServerRequest request, ServerResponse response) {
        EngineApi engine = request.context().get(EngineApi.class).orElseThrow();
        String script = request.content().as(String.class);
        CreatedContainer job =
                engine.containers().create(ContainerSpec.of("busybox").withCommand("sh", "-c", script));
        engine.lifecycle().start(NameOrId.of(job.id()));
        response.send(job.id().value());
    }
}
