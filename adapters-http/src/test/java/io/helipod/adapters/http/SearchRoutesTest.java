package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.adapters.http.fake.Server;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Searching on both trees, over a whole engine of fakes. */
@Timeout(60)
class SearchRoutesTest {
    private static final String LIBPOD = "/v5.0.0/libpod";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private String ask(int status, String path) throws IOException {
        Server.Answer answer = server.request("GET", path, "");
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer.body();
    }

    @Test
    void whatIsFoundIsToldInBothShapes() throws IOException {
        engine.registry.image("docker.io/library/box", "1", "", "a");
        assertEquals(
                "[{\"description\":\"about library/box\",\"is_official\":true,\"is_automated\":false,"
                        + "\"name\":\"docker.io/library/box\",\"star_count\":11,\"Index\":\"docker.io\","
                        + "\"Stars\":11,\"Tag\":\"\"}]\n",
                ask(200, "/images/search?term=box&limit=5&filters=%7B%22is-official%22:[%22true%22]%7D"));
        assertEquals(
                "[{\"Index\":\"docker.io\",\"Name\":\"docker.io/library/box\",\"Description\":\"about library/box\","
                        + "\"Stars\":11,\"Official\":\"[OK]\",\"Automated\":\"\",\"Tag\":\"\"}]\n",
                ask(200, LIBPOD + "/images/search?term=box&tlsVerify=false"));
        assertEquals(
                "[{\"Index\":\"docker.io\",\"Name\":\"docker.io/library/box\",\"Description\":\"\","
                        + "\"Stars\":0,\"Official\":\"\",\"Automated\":\"\",\"Tag\":\"1\"}]\n",
                ask(200, LIBPOD + "/images/search?term=docker.io/library/box&listTags=true"));
        assertEquals("[]\n", ask(200, "/images/search?term=nope"));
        assertEquals("[]\n", ask(200, LIBPOD + "/images/search?term=nope"));
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        ask(400, "/images/search");
        ask(400, LIBPOD + "/images/search?term=a&limit=-1");
        ask(400, LIBPOD + "/images/search?term=a&limit=x");
        ask(400, LIBPOD + "/images/search?term=a&listTags=maybe");
        ask(400, "/images/search?term=a&filters=%7B%22nosuch%22:[%22x%22]%7D");
        engine.registry.refuse(RegistryFailed.Kind.UNREACHABLE);
        ask(500, "/images/search?term=a");
    }
}
