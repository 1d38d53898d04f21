package io.helipod.adapters.storage.record;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.ImageId;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Records as JSON text. Written for upgrades: a field that is not known is skipped, a list, map, text or optional that is not there is
 * empty. Ids and digests are plain text; a sealed type carries the name of its case as {@code type}.
 */
final class Documents {
    /** Closed choices that occur in records; their cases are found by reflection. */
    static final List<Class<?>> CHOICES =
            List.of(Mount.class, NamespaceMode.class, NetworkMode.class, SeccompProfile.class);

    private static final ObjectMapper MAPPER = mapper();

    private Documents() {}

    static String write(Object record) {
        try {
            return MAPPER.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new StorageFailed("cannot write " + record.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** @param where names the document in the error */
    static <T> T read(String text, Class<T> type, String where) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new StorageFailed("cannot read " + where + ": " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule values = new SimpleModule("helipod");
        text(values, ContainerId.class, ContainerId::new);
        text(values, ImageId.class, ImageId::new);
        text(values, ExecId.class, ExecId::new);
        text(values, Digest.class, Digest::parse);
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(values)
                // only canonical constructors and accessors: fields of the core's records are closed to us
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.NONE)
                .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
                .disable(MapperFeature.CAN_OVERRIDE_ACCESS_MODIFIERS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        for (Class<?> each : List.of(List.class, Map.class, String.class)) {
            builder.withConfigOverride(
                    each, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        for (Class<?> choice : CHOICES) {
            builder.addMixIn(choice, Choice.class);
            for (Class<?> each : choice.getPermittedSubclasses()) {
                builder.registerSubtypes(
                        new NamedType(each, each.getSimpleName().toLowerCase(Locale.ROOT)));
            }
        }
        return builder.build();
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new StdScalarDeserializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return parse.apply(parser.getText());
            }
        });
    }

    /** Gives a sealed interface of the core a type field, so that the core need not know of it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Choice {}
}
