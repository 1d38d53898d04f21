package io.helipod.adapters.http.exchange;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Headers that many answers share, checked and encoded once. Immutable. */
public final class HeaderBlock {
    /** No headers. */
    public static final HeaderBlock NONE = of();

    private final List<Header> headers;
    private final byte[] lines;

    private HeaderBlock(List<Header> headers) {
        this.headers = List.copyOf(headers);
        this.lines = headers.stream()
                .map(header -> header.name() + ": " + header.get() + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Names and values in turn; one that HTTP does not allow is an IllegalArgumentException. */
    public static HeaderBlock of(String... namesAndValues) {
        List<Header> all = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Header header = HeaderValues.createCached(namesAndValues[i], namesAndValues[i + 1]);
            header.validate();
            all.add(header);
        }
        return new HeaderBlock(all);
    }

    /** These and then the others. */
    public HeaderBlock and(HeaderBlock others) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(others.headers);
        return new HeaderBlock(all);
    }

    /** The same as objects, for an answer that the server writes. */
    void addTo(WritableHeaders<?> target) {
        headers.forEach(target::set);
    }

    /** The lines of the head, each with its line end. Not to be changed. */
    byte[] lines() {
        return lines;
    }
}
