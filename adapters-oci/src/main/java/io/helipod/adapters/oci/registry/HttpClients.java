package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One HTTP client for all registries, and one more for each that has certificates of its own (certs.d(5)) or need not have a trusted one.
 * Changed files are seen at the next request. Clients follow no redirects: whoever follows them decides what credentials go along.
 */
final class HttpClients {
    private static final int MOST = 32;
    private static final char[] NO_PASSWORD = new char[0];
    private final RegistryConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, HttpClient> clients = new LinkedHashMap<>();

    HttpClients(RegistryConfig config) {
        this.config = config;
    }

    /**
     * @param files own certificates and keys, with what shows a change
     */
    private record Key(boolean verify, List<String> files) {}

    /**
     * The client for a host.
     *
     * @param host with port, if any
     */
    HttpClient of(String host, boolean verify) {
        List<Path> folders = folder(host).stream().toList();
        List<String> files = new ArrayList<>();
        folders.forEach(folder -> Certificates.files(folder, "").forEach(file -> files.add(stamp(file))));
        Key key = new Key(verify, files);
        lock.lock();
        try {
            HttpClient known = clients.get(key);
            if (known == null) {
                known = create(folders, verify);
                if (clients.size() >= MOST) {
                    clients.remove(clients.keySet().iterator().next());
                }
                clients.put(key, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** The first that there is, as containers/image has it; Docker Hub's goes by the name that users know. */
    private Optional<Path> folder(String host) {
        String name = host.equals(Source.DOCKER_HUB_API) ? Source.DOCKER_HUB : host;
        return config.certDirs().stream()
                .map(dir -> dir.resolve(name).normalize())
                .filter(folder ->
                        config.certDirs().stream().anyMatch(dir -> folder.startsWith(dir) && !folder.equals(dir)))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file.toString();
        }
    }

    private HttpClient create(List<Path> folders, boolean verify) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys(folders), verify ? trust(folders) : new TrustManager[] {new TrustAnybody()}, null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(config.timing().connect())
                    .sslContext(tls)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidArgument("certificates in " + folders + " cannot be used: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust(List<Path> folders) throws GeneralSecurityException, IOException {
        List<Certificate> trusted = new ArrayList<>();
        config.caBundles().forEach(file -> trusted.addAll(Certificates.read(file)));
        for (Path folder : folders) {
            Certificates.files(folder, ".crt").forEach(file -> trusted.addAll(Certificates.read(file)));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (trusted.isEmpty()) {
            factory.init((KeyStore) null); // the JVM's own
        } else {
            KeyStore store = empty();
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca-" + i, trusted.get(i));
            }
            factory.init(store);
        }
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(List<Path> folders) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Path folder : folders) {
            for (Path file : Certificates.files(folder, ".cert")) {
                String name = file.getFileName().toString();
                Path key = folder.resolve(name.substring(0, name.length() - ".cert".length()) + ".key");
                if (!Files.isRegularFile(key)) {
                    throw new InvalidArgument("missing key " + key + " for client certificate " + file);
                }
                store.setKeyEntry(
                        file.toString(),
                        Certificates.key(key),
                        NO_PASSWORD,
                        Certificates.read(file).toArray(Certificate[]::new));
            }
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** For registries that are configured as insecure. An extended trust manager answers for the host's name as well. */
    private static final class TrustAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
