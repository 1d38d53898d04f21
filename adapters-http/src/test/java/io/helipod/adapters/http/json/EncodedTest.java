package io.helipod.adapters.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedTest {
    private record Row(
            @JsonProperty("Labels") Map<String, String> labels,
            @JsonProperty("Status") String status) {}

    @Test
    void theTextIsPutWhereTheValueHasIt() {
        Encoded row = Encoded.withText(text -> new Row(Map.of("a", "b"), text));
        assertEquals(
                "[{\"Labels\":{\"a\":\"b\"},\"Status\":\"Up 3 seconds\"}]\n",
                new String(Encoded.array(List.of(row), List.of("Up 3 seconds")), UTF_8));
    }

    @Test
    void labelsThatLookLikeTheTextStayAsTheyAre() {
        Map<String, String> labels = Map.of("Status", "0", "x", "\",\"Status\":\"1\"}<&>ü");
        Encoded row = Encoded.withText(text -> new Row(labels, text));
        assertEquals(
                "[" + new String(Json.value(new Row(labels, "Created")), UTF_8) + "]\n",
                new String(Encoded.array(List.of(row), List.of("Created")), UTF_8));
    }

    @Test
    void aTextThatIsNotThereOrTwiceIsRefused() {
        assertThrows(IllegalStateException.class, () -> Encoded.withText(text -> new Row(Map.of(), "same")));
        assertThrows(IllegalStateException.class, () -> Encoded.withText(text -> new Row(Map.of("again", text), text)));
    }

    @Test
    void anArrayIsWhatTheMapperWouldWrite() {
        List<Row> rows = List.of(new Row(Map.of("k", "<"), "a"), new Row(Map.of(), "b"));
        assertEquals(
                new String(Json.document(rows), UTF_8),
                new String(Encoded.array(rows.stream().map(Encoded::of).toList()), UTF_8));
        assertEquals("[]\n", new String(Encoded.array(List.of()), UTF_8));
    }

    @Test
    void aDocumentEndsItsLine() {
        assertEquals(
                "{\"Labels\":{},\"Status\":\"s\"}\n",
                new String(Encoded.of(new Row(Map.of(), "s")).document(), UTF_8));
    }
}
