package io.helipod.adapters.oci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.error.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong, as a sentence; its end is worded as clients of the reference know it. */
final class RegistryErrors {
    private static final int MOST_BODY = 1 << 16;

    private RegistryErrors() {}

    /** An answer that was not hoped for. Reads and closes its body. */
    static RegistryFailed refused(String what, HttpResponse<WatchedInput> response) {
        int status = response.statusCode();
        Kind kind = switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.BUSY;
            case 500, 502, 503, 504 -> Kind.UNREACHABLE;
            default -> Kind.BROKEN;
        };
        return new RegistryFailed(kind, what, said(response).orElseGet(() -> byStatus(status)), null);
    }

    private static String byStatus(int status) {
        return switch (status) {
            case 401 -> "unauthorized: authentication required";
            case 403 -> "denied: requested access to the resource is denied";
            case 404 -> "manifest unknown: manifest unknown";
            case 429 -> "toomanyrequests: too many requests to registry";
            default -> "received unexpected HTTP status: " + status;
        };
    }

    /** The first of the errors in the body (distribution spec "Error Codes"). */
    private static Optional<String> said(HttpResponse<WatchedInput> response) {
        try (InputStream body = response.body().small()) {
            JsonNode first = ImageJson.read(body.readNBytes(MOST_BODY), "the error")
                    .path("errors")
                    .path(0);
            String code = first.path("code").asText("").toLowerCase(Locale.ROOT).replace('_', ' ');
            String message = first.path("message").asText("");
            return code.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ForeignText.shown(code + ": " + (message.isEmpty() ? code : message)));
        } catch (IOException | InvalidArgument e) {
            return Optional.empty();
        }
    }

    /** No answer. */
    static RegistryFailed unreachable(String what, String host, Throwable cause) {
        return new RegistryFailed(Kind.UNREACHABLE, what, reason(host, cause), cause);
    }

    /** An answer that makes no sense. */
    static RegistryFailed broken(String what, String reason, @Nullable Throwable cause) {
        return new RegistryFailed(Kind.BROKEN, what, reason, cause);
    }

    private static String reason(String host, Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            switch (one) {
                case UnresolvedAddressException e -> {
                    return "dial tcp: lookup " + host + ": no such host";
                }
                case UnknownHostException e -> {
                    return "dial tcp: lookup " + host + ": no such host";
                }
                case CertificateExpiredException e -> {
                    return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
                }
                case CertificateNotYetValidException e -> {
                    return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
                }
                case CertPathBuilderException e -> {
                    return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
                }
                default -> {
                    // the outer ones say less
                }
            }
        }
        return switch (cause) {
            case HttpConnectTimeoutException e -> "dial tcp " + host + ": i/o timeout";
            case ConnectException e -> "dial tcp " + host + ": connect: connection refused";
            case SSLException e
            when has(e, CertificateException.class) ->
                "tls: failed to verify certificate: x509: certificate is not valid for " + host;
            case SSLException e
            when String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unrecognized ssl message") ->
                "http: server gave HTTP response to HTTPS client";
            default ->
                ForeignText.shown(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        };
    }

    private static boolean has(Throwable outer, Class<?> type) {
        for (Throwable one = outer; one != null; one = one.getCause()) {
            if (type.isInstance(one)) {
                return true;
            }
        }
        return false;
    }
}
