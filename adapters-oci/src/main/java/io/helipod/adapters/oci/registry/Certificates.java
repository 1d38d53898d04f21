package io.helipod.adapters.oci.registry;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM files (certs.d(5)). */
final class Certificates {
    private static final int LARGEST = 4 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

    private Certificates() {}

    /** Files of a folder whose names end so, sorted. */
    static List<Path> files(Path folder, String suffix) {
        TreeSet<Path> found = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
                files.forEach(found::add);
            } catch (IOException e) {
                throw new InvalidArgument("certificates in " + folder + " cannot be listed", e);
            }
        }
        return List.copyOf(found);
    }

    /** The certificates of a file. */
    static List<Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new java.io.ByteArrayInputStream(in.readNBytes(LARGEST))));
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidArgument("certificate " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The key of a file: PKCS #8, or PKCS #1 for RSA. */
    static PrivateKey key(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidArgument("key " + file + " is too large");
            }
            Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                throw new InvalidArgument("key " + file + " is no PEM file with a private key that is not encrypted");
            }
            byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
            return switch (pem.group(1)) {
                case "" -> pkcs8(file, bytes);
                case "RSA " -> pkcs8(file, wrapped(bytes));
                default ->
                    throw new InvalidArgument("key " + file + " is a " + pem.group(1)
                            + "PRIVATE KEY; convert it with openssl pkcs8 -topk8 -nocrypt");
            };
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidArgument("key " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey pkcs8(Path file, byte[] bytes) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(bytes);
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // another kind of key
            }
        }
        throw new InvalidArgument("key " + file + " is of an unknown kind");
    }

    /** PKCS #1 inside PKCS #8 (RFC 5208): a sequence of version 0, the algorithm's identifier and the key. */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] head = {
            0x02,
            0x01,
            0x00,
            0x30,
            0x0d,
            0x06,
            0x09,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xf7,
            0x0d,
            0x01,
            0x01,
            0x01,
            0x05,
            0x00
        };
        byte[] octets = element(0x04, pkcs1);
        byte[] body = new byte[head.length + octets.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(octets, 0, body, head.length, octets.length);
        return element(0x30, body);
    }

    private static byte[] element(int tag, byte[] content) {
        List<Byte> head = new ArrayList<>(List.of((byte) tag));
        if (content.length < 0x80) {
            head.add((byte) content.length);
        } else {
            int octets = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            head.add((byte) (0x80 | octets));
            for (int i = octets - 1; i >= 0; i--) {
                head.add((byte) (content.length >> (8 * i)));
            }
        }
        byte[] whole = new byte[head.size() + content.length];
        for (int i = 0; i < head.size(); i++) {
            whole[i] = head.get(i);
        }
        System.arraycopy(content, 0, whole, head.size(), content.length);
        return whole;
    }
}
