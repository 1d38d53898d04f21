import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Drives a service that has nothing in it yet with what clients ask for most: {@code java Training.java SOCKET IMAGE.tar}. The JVM keeps
 * with its start-up cache which classes were used and which methods are worth compiling, so what is driven here is quick at its
 * first use later. Answers hardly matter: where no container can run, that part is not learned. Everything made is removed.
 */
final class Training {
    private static final String DOCKER = "/v1.41";
    private static final String PODMAN = "/v5.0.0/libpod";
    /** The image is empty but for a file; programs come from the host. */
    private static final String HOST =
            "\"NetworkMode\":\"none\",\"Binds\":[\"/usr:/usr:ro\",\"/lib:/lib:ro\",\"/lib64:/lib64:ro\",\"/bin:/bin:ro\"]";

    private static final int LIVES = 12;
    private static final int LONGEST_MILLIS = 100_000;
    private final UnixDomainSocketAddress address;
    private final Client client;

    private Training(String socket) throws IOException {
        address = UnixDomainSocketAddress.of(socket);
        client = new Client(address);
    }

    public static void main(String... args) throws Exception {
        byte[] image = Files.readAllBytes(Path.of(args[1]));
        Thread work = Thread.ofVirtual().start(() -> {
            try {
                new Training(args[0]).drive(image);
            } catch (IOException | InterruptedException e) {
                System.err.println("cut short: " + e);
            }
        });
        work.join(LONGEST_MILLIS);
        new Training(args[0]).remove(); // nothing may run on when the service has gone
        System.exit(work.isAlive() ? 1 : 0);
    }

    private void drive(byte[] image) throws IOException, InterruptedException {
        ask("POST", DOCKER + "/images/create?fromSrc=-&repo=box", "application/x-tar", image);
        for (int i = 0; i < LIVES; i++) {
            life("life" + i);
        }
        echo("echo");
        log("log");
        many(100);
        images();
    }

    private void remove() throws IOException {
        for (int i = 0; i < LIVES; i++) {
            ask("DELETE", DOCKER + "/containers/life" + i + "?force=1");
        }
        ask("DELETE", DOCKER + "/containers/echo?force=1");
        ask("DELETE", DOCKER + "/containers/log?force=1");
    }

    /** From create to remove, attached and followed. */
    private void life(String name) throws IOException, InterruptedException {
        create(name, "\"/bin/echo\",\"hi\"", "");
        Thread reader = Thread.ofVirtual().start(() -> stream("POST", DOCKER + "/containers/" + name + "/attach?stream=1&stdout=1&stderr=1"));
        Thread.sleep(50);
        ask("POST", DOCKER + "/containers/" + name + "/start");
        ask("GET", DOCKER + "/containers/json");
        ask("GET", PODMAN + "/containers/json");
        Thread waiter = Thread.ofVirtual().start(() -> stream("POST", DOCKER + "/containers/" + name + "/wait"));
        waiter.join(5000);
        reader.join(5000);
        stream("GET", DOCKER + "/containers/" + name + "/logs?stdout=1&stderr=1&tail=10");
        ask("GET", DOCKER + "/containers/" + name + "/json");
        ask("DELETE", DOCKER + "/containers/" + name + "?force=1");
    }

    /** A line in and out again, many times, with a follower of the log. */
    private void echo(String name) throws IOException, InterruptedException {
        create(name, "\"/bin/cat\"", "\"OpenStdin\":true,\"StdinOnce\":true,");
        try (Client attached = new Client(address)) {
            attached.send("POST", DOCKER + "/containers/" + name + "/attach?stream=1&stdin=1&stdout=1", "Upgrade: tcp\r\nConnection: Upgrade\r\n");
            attached.readHead();
            ask("POST", DOCKER + "/containers/" + name + "/start");
            Thread follower = Thread.ofVirtual().start(() -> stream("GET", DOCKER + "/containers/" + name + "/logs?stdout=1&follow=1"));
            for (int i = 0; i < 500 && attached.write("a line\n") && attached.readSome(); i++) {
                if (i % 50 == 0) {
                    ask("GET", DOCKER + "/containers/json");
                }
            }
            attached.endOutput();
            follower.join(3000);
        }
        ask("DELETE", DOCKER + "/containers/" + name + "?force=1");
    }

    /** A long log, read whole and from its end. */
    private void log(String name) throws IOException {
        create(name, "\"/usr/bin/seq\",\"200000\"", "");
        ask("POST", DOCKER + "/containers/" + name + "/start");
        stream("POST", DOCKER + "/containers/" + name + "/wait");
        for (int i = 0; i < 5; i++) {
            stream("GET", DOCKER + "/containers/" + name + "/logs?stdout=1&stderr=1");
            stream("GET", DOCKER + "/containers/" + name + "/logs?stdout=1&stderr=1&tail=10");
        }
        ask("DELETE", DOCKER + "/containers/" + name + "?force=1");
    }

    /** Lists and documents of some containers, and what an engine is asked between them. */
    private void many(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            create("kept" + i, "\"/bin/true\"", "");
        }
        for (int i = 0; i < 4000; i++) {
            ask("GET", DOCKER + "/containers/kept" + i % count + "/json");
            ask("GET", PODMAN + "/containers/kept" + i % count + "/json");
            ask("GET", PODMAN + "/containers/kept" + i % count + "/exists");
        }
        for (int i = 0; i < 2000; i++) {
            ask("GET", DOCKER + "/containers/json?all=1");
            ask("GET", DOCKER + "/containers/json?all=1&limit=1");
            ask("GET", PODMAN + "/containers/json?all=true");
            ask("GET", DOCKER + "/version");
            ask("GET", DOCKER + "/info");
            ask("GET", PODMAN + "/info");
        }
        for (int i = 0; i < 20_000; i++) {
            ask("GET", "/_ping");
        }
        for (int i = 0; i < count; i++) {
            ask("DELETE", DOCKER + "/containers/kept" + i);
        }
    }

    /** Names of images, with a listener for the events. */
    private void images() throws IOException, InterruptedException {
        try (Client listener = new Client(address)) {
            listener.send("GET", DOCKER + "/events", "");
            Thread reader = Thread.ofVirtual().start(listener::readToEnd);
            for (int i = 0; i < 300; i++) {
                ask("POST", DOCKER + "/images/box/tag?repo=tagged&tag=t" + i % 10);
                ask("DELETE", DOCKER + "/images/tagged:t" + i % 10);
                ask("GET", DOCKER + "/images/json");
                ask("GET", DOCKER + "/images/box/json");
                ask("GET", PODMAN + "/images/json");
            }
            listener.endOutput();
            reader.join(1000);
        }
        stream("GET", DOCKER + "/events?since=1&stream=false");
        ask("GET", DOCKER + "/containers/none/json");
    }

    private void create(String name, String command, String options) throws IOException {
        String body = "{\"Image\":\"box\"," + options + "\"Cmd\":[" + command + "],\"Labels\":{\"n\":\"1\"},\"HostConfig\":{" + HOST + "}}";
        ask("POST", DOCKER + "/containers/create?name=" + name, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private void ask(String method, String path) throws IOException {
        client.send(method, path, "");
        client.readAnswer();
    }

    private void ask(String method, String path, String type, byte[] body) throws IOException {
        client.send(method, path, "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n");
        client.write(body);
        client.readAnswer();
    }

    /** A request on a connection of its own, whose answer is read to its end. */
    private void stream(String method, String path) {
        try (Client own = new Client(address)) {
            own.send(method, path, "");
            own.readToEnd();
        } catch (IOException e) {
            // a service that ends it early has learned too
        }
    }

    /** One connection. */
    private static final class Client implements AutoCloseable {
        private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

        private Client(UnixDomainSocketAddress address) throws IOException {
            channel.connect(address);
        }

        private void send(String method, String path, String headers) throws IOException {
            write((method + " " + path + " HTTP/1.1\r\nHost: d\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        private boolean write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private boolean write(byte[] bytes) throws IOException {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            return true;
        }

        private void endOutput() throws IOException {
            channel.shutdownOutput();
        }

        private boolean readSome() throws IOException {
            buffer.clear();
            return channel.read(buffer) > 0;
        }

        private void readToEnd() {
            try {
                while (readSome()) {
                    // it is the service that learns
                }
            } catch (IOException e) {
                // closed
            }
        }

        /** The head, byte for byte: what follows belongs to somebody else. */
        private String readHead() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                one.clear();
                if (channel.read(one) < 0) {
                    throw new IOException("the service closed the connection");
                }
                head.write(one.get(0));
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        /** An answer of known length. */
        private void readAnswer() throws IOException {
            String text = "";
            while (!text.contains("\r\n\r\n")) {
                if (!readSome()) {
                    throw new IOException("the service closed the connection");
                }
                text += new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
            }
            int head = text.indexOf("\r\n\r\n");
            int length = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
            long left = length < 0 || length > head
                    ? 0
                    : Long.parseLong(text.substring(length + 16, text.indexOf("\r\n", length))) - (text.length() - head - 4);
            while (left > 0 && readSome()) {
                left -= buffer.position();
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
