package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Text;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.WebhookUrl;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// No record of the gateway prints what people or the business wrote, a number, or a secret: what is in a log, an
/// exception or a debugger's view tells of nobody. Each record is made with such things in all its components.
class SilenceTest {
    private static final String CONTENT = "heron";
    private static final String NUMBER = "+12025550177";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Those whose texts come from the program itself, or name a place or a thing and no person.
    private static final Set<String> OF_THE_PROGRAM = Set.of(
            "api.Cursor",
            "api.Fault",
            "api.Operation",
            "api.SendRequest$Reader",
            "message.RequestHash",
            "message.TimelineEntry",
            "message.Wanted$Refusals",
            "sandbox.Deed$Asks",
            "sandbox.Deed$Says",
            "sandbox.Sandbox$Asking$NotOffered",
            "webhook.Registration$AddressRefused",
            "webhook.guard.AddressPolicy$Block",
            "webhook.guard.Clearance$Refused",
            "webhook.guard.WebhookUrl",
            "GatewayFolder",
            "Condition");

    /// Texts that a record may insist on.
    private static final List<String> TEXTS = List.of(
            CONTENT,
            "evt_0190c0de00007000800000000000ffff",
            "we_7Hk2mPq9Rs",
            "key_7Hk2mPq9",
            "ctc_" + "a".repeat(32),
            "0".repeat(64));

    private static final List<String> HARMLESS =
            Stream.concat(Stream.of("word"), TEXTS.stream().skip(1)).toList();

    private static final Map<Class<?>, Object> GIVEN = Map.ofEntries(
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true),
            Map.entry(Integer.class, 1),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Duration.class, Duration.ZERO),
            Map.entry(UUID.class, new UUID(0, 7)),
            Map.entry(OptionalLong.class, OptionalLong.of(1)),
            Map.entry(Path.class, Path.of("/nowhere")),
            Map.entry(InetAddress.class, InetAddress.getLoopbackAddress()),
            Map.entry(MessageId.class, new MessageId(new UUID(0, 7))),
            Map.entry(AccountId.class, new AccountId(new UUID(0, 7))),
            Map.entry(PhoneNumber.class, PhoneNumber.ofE164(NUMBER)),
            Map.entry(WebhookUrl.class, WebhookUrl.parse("https://hooks.example.com/" + CONTENT, Receivers.PUBLIC)),
            Map.entry(ObjectNode.class, JsonNodeFactory.instance.objectNode().put("text", CONTENT)),
            Map.entry(
                    Body.class,
                    Body.newBuilder()
                            .setText(Text.newBuilder().setText(CONTENT))
                            .build()),
            Map.entry(Action.class, Action.newBuilder().setText(CONTENT).build()));

    private final List<String> secrets = new ArrayList<>();
    private Class<?> tested = Object.class;

    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("waxwing.gateway")
                        .stream()
                        .filter(JavaClass::isRecord)
                        .map(JavaClass::reflect)
                        .sorted(Comparator.comparing(Class::getName))
                        .<Class<?>>map(type -> type);
    }

    @Test
    void theRecordsAreFound() {
        assertThat(records().count()).isGreaterThan(80);
        Set<String> names = new TreeSet<>(records().map(SilenceTest::name).toList());
        assertThat(names).containsAll(OF_THE_PROGRAM);
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordPrintsNothingOfAnybody(Class<?> type) throws Exception {
        tested = type;
        String printed = String.valueOf(record(type));

        if (!OF_THE_PROGRAM.contains(name(type))) {
            assertThat(printed).doesNotContain(CONTENT);
        }
        assertThat(printed).doesNotContain(NUMBER.substring(1));
        secrets.forEach(secret -> assertThat(printed).doesNotContain(secret));
    }

    private static String name(Class<?> type) {
        return type.getName().substring("waxwing.gateway.".length());
    }

    private Object record(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        // Within another record, such a one is nothing to look for.
        boolean harmless = type != tested && OF_THE_PROGRAM.contains(name(type));
        for (String text : harmless ? HARMLESS : TEXTS) {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(components[i].getGenericType(), text);
            }
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException refused) {
                // It insists on a text of another form.
                assertThat(refused.getCause()).isInstanceOf(IllegalArgumentException.class);
            }
        }
        throw new AssertionError(type + " can't be made of any of " + TEXTS);
    }

    private @Nullable Object value(Type type, String text) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return value((Class<?>) generic.getRawType(), generic.getActualTypeArguments()[0], text);
        }
        return value((Class<?>) type, text, text);
    }

    private @Nullable Object value(Class<?> type, Object content, String text) throws ReflectiveOperationException {
        if (type == Optional.class) {
            return Optional.ofNullable(value((Type) content, text));
        } else if (type == List.class) {
            return List.of(Objects.requireNonNull(value((Type) content, text)));
        } else if (type == Set.class) {
            return Set.of(Objects.requireNonNull(value((Type) content, text)));
        } else if (GIVEN.containsKey(type)) {
            return GIVEN.get(type);
        } else if (type == String.class) {
            return text;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return record(type);
        } else if (type.isSealed()) {
            return value(type.getPermittedSubclasses()[0], text);
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> named(method, type));
        }
        return secret(type);
    }

    private static @Nullable Object named(Method method, Class<?> type) {
        return method.getName().equals("toString") ? type.getSimpleName() : null;
    }

    /// A key or a signing secret; nothing for a part of the program, which a record only holds.
    private @Nullable Object secret(Class<?> type) throws ReflectiveOperationException {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("generate")
                    && method.getParameterCount() == 1
                    && method.getParameterTypes()[0] == RandomGenerator.class) {
                method.setAccessible(true);
                Object secret = method.invoke(null, RANDOM);
                secrets.add((String) type.getMethod("reveal").invoke(secret));
                return secret;
            }
        }
        return null;
    }
}
