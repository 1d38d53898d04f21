package io.helipod.adapters.http.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private static final String P = "\u0010";
    private static final String Q = "\u0011";
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    @Test
    void theKeysInReadsOfTheirOwnDetachAndAreNotPassedOn() throws IOException {
        assertTrue(copy("ctrl-p,ctrl-q", "a", P, Q, "never"));
        assertEquals("a", seen.toString(UTF_8));
    }

    @Test
    void aReadWithBothKeysPassesThrough() throws IOException {
        assertFalse(copy("ctrl-p,ctrl-q", P + Q));
        assertEquals(P + Q, seen.toString(UTF_8));
    }

    @Test
    void aBrokenOffSequenceIsPassedOn() throws IOException {
        assertFalse(copy("ctrl-p,ctrl-q", P, "x", P));
        assertEquals(P + "x" + P, seen.toString(UTF_8));
    }

    @Test
    void nothingIsNotWritten() throws IOException {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                seen.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                assertTrue(length > 0, "an empty write");
                seen.write(bytes, offset, length);
            }
        };
        assertFalse(DetachKeys.parse("ctrl-p").copy(new Reads(List.of("a", "b")), out));
        assertEquals("ab", seen.toString(UTF_8));
    }

    @Test
    void noKeysNeverDetach() throws IOException {
        assertFalse(copy("", P, Q));
        assertEquals(P + Q, seen.toString(UTF_8));
    }

    @Test
    void singleCharactersAndControlSignsAreKeys() throws IOException {
        assertTrue(copy("x,ctrl-[,ctrl-@,DEL,ctrl-_", "x", "\u001b", "\0", "\u007f", "\u001f"));
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThrows(InvalidArgument.class, () -> DetachKeys.parse("ctrl-p,ctrl-?"));
        assertThrows(InvalidArgument.class, () -> DetachKeys.parse("ctrl-p,"));
        assertThrows(InvalidArgument.class, () -> DetachKeys.parse("\u00e9"));
    }

    private boolean copy(String keys, String... reads) throws IOException {
        return DetachKeys.parse(keys).copy(new Reads(List.of(reads)), seen);
    }

    /** Yields one text a read. */
    private static final class Reads extends InputStream {
        private final java.util.Iterator<String> texts;

        Reads(List<String> texts) {
            this.texts = texts.iterator();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (!texts.hasNext()) {
                return -1;
            }
            byte[] bytes = texts.next().getBytes(UTF_8);
            System.arraycopy(bytes, 0, buffer, offset, bytes.length);
            return bytes.length;
        }
    }
}
