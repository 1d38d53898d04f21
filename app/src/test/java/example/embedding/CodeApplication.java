package example.embedding;

import io.helidon.webserver.WebServer;
import io.helipod.app.HelipodEngine;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.CreatedContainer;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application that puts everything together in code. */
public final class CodeApplication {
    private CodeApplication() {}

    /**
     * Serves until it is killed.
     *
     * @param args the application's folder
     */
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        // left behind by a kill
        Files.deleteIfExists(home.resolve("s.sock"));
        serve(home);
    }

    private static void serve(Path home) {
        // README
        HelipodEngine engine = HelipodEngine.builder()
                .root(home.resolve("root"))
                .runRoot(home.resolve("run"))
                .start();
        WebServer.builder()
                .bindAddress(UnixDomainSocketAddress.of(home.resolve("s.sock")))
                .addConnectionSelector(engine.connectionSelector())
                .routing(routing -> routing.addFeature(engine.httpFeature())
                        .get("/hello", (request, response) -> response.send("hello"))
                        .post("/jobs", (request, response) -> {
                            String script = request.content().as(String.class);
                            CreatedContainer job = engine.api()
                                    .containers()
                                    .create(ContainerSpec.of("busybox").withCommand("sh", "-c", script));
                            engine.api().lifecycle().start(NameOrId.of(job.id()));
                            response.send(job.id().value());
                        }))
                .build()
                .start();
        // README
    }
}
