package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import waxwing.client.messages.StateReason;
import waxwing.content.v1.Code;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptProof;
import waxwing.content.v1.Reservation;
import waxwing.content.v1.Text;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.StatusCodes;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;

/// `openapi.yaml` says what is served: the same fields and choices as the content's protos, the same codes as
/// the program.
class OpenApiTest {
    private static Map<?, ?> document;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            document = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
        }
    }

    @Test
    void contentHasTheFieldsAndChoicesOfTheProtos() {
        List<String> differences = new ArrayList<>();
        List.of(
                        Receipt.getDescriptor(),
                        Reservation.getDescriptor(),
                        Delivery.getDescriptor(),
                        Code.getDescriptor(),
                        Offer.getDescriptor())
                .forEach(message -> compare(message, differences));
        // On the wire a conversation is the text that people send too.
        compare("Conversation", Text.getDescriptor(), differences);

        assertThat(differences).isEmpty();
    }

    @Test
    void theCodesAreTheProgrammes() {
        assertThat(choices(schema("ErrorCode")))
                .containsExactly(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::wireName)
                        .toArray(String[]::new));
        assertThat(choices(schema("Status")))
                .containsExactly(Arrays.stream(MessageStatus.values())
                        .map(MessageStatus::wireName)
                        .toArray(String[]::new));
        assertThat(choices(schema("StatusCode")))
                .containsExactlyInAnyOrder(Arrays.stream(StateReason.values())
                        .map(StatusCodes::of)
                        .distinct()
                        .toArray(String[]::new))
                .doesNotContain("recipient_not_found", "identity_changed", "mailbox_full");
        assertThat(choices(schema("Scope")))
                .containsExactly(
                        Arrays.stream(Scope.values()).map(Scope::wireName).toArray(String[]::new));
        assertThat(choices(schema("Category")))
                .containsExactly(
                        Arrays.stream(MessageCategory.values()).map(Enum::name).toArray(String[]::new));
        assertThat(choices(schema("Kind")))
                .containsExactly(
                        Arrays.stream(MessageKind.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            Object at = document;
            for (String step : reference.substring(2).split("/")) {
                at = ((Map<?, ?>) Objects.requireNonNull(at)).get(step);
            }
            assertThat(at).as(reference).isNotNull();
        });
    }

    private static void compare(Descriptor message, List<String> differences) {
        compare(message.getName(), message, differences);
    }

    private static void compare(String name, Descriptor message, List<String> differences) {
        Map<?, ?> properties = map(schema(name), "properties");
        List<FieldDescriptor> given =
                message.getFields().stream().filter(OpenApiTest::isGiven).toList();
        List<String> fields = given.stream().map(FieldDescriptor::getName).toList();
        if (!fields.equals(List.copyOf(properties.keySet()))) {
            differences.add(name + ": " + fields + " / " + properties.keySet());
            return;
        }
        for (FieldDescriptor field : given) {
            Map<?, ?> property = resolved(properties.get(field.getName()));
            property = field.isRepeated() ? resolved(property.get("items")) : property;
            if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
                List<String> values = field.getEnumType().getValues().stream()
                        .filter(value -> value.getNumber() != 0)
                        .map(EnumValueDescriptor::getName)
                        .toList();
                if (!values.equals(choices(property))) {
                    differences.add(field.getFullName() + ": " + values + " / " + choices(property));
                }
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                compare(field.getMessageType(), differences);
            }
        }
    }

    /// The gateway itself makes a receipt's proof.
    private static boolean isGiven(FieldDescriptor field) {
        return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                || !field.getMessageType().equals(ReceiptProof.getDescriptor());
    }

    private static void collect(Object node, List<String> references) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if ("$ref".equals(name)) {
                    references.add((String) value);
                } else {
                    collect(value, references);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(element -> collect(element, references));
        }
    }

    private static Map<?, ?> resolved(@Nullable Object property) {
        Map<?, ?> map = (Map<?, ?>) Objects.requireNonNull(property);
        return map.get("$ref") instanceof String reference
                ? schema(reference.substring(reference.lastIndexOf('/') + 1))
                : map;
    }

    private static Map<?, ?> schema(String name) {
        return map(map(map(document, "components"), "schemas"), name);
    }

    private static Map<?, ?> map(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static List<String> choices(Map<?, ?> schema) {
        return schema.get("enum") instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }
}
