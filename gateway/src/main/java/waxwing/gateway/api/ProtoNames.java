package waxwing.gateway.api;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.List;
import java.util.Locale;

/// How the values of protocol-buffer enums are called in the API's JSON: those that begin with the enum's name
/// without it and in lower case (`STATUS_ACCEPTED` is `accepted`), all others as they stand (`RECEIPT`).
public final class ProtoNames {
    private ProtoNames() {}

    /// All values but the one that stands for none.
    static List<EnumValueDescriptor> choices(EnumDescriptor type) {
        return type.getValues().stream().filter(value -> value.getNumber() != 0).toList();
    }

    public static String of(EnumValueDescriptor value) {
        String prefix =
                value.getType().getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
        return value.getName().startsWith(prefix)
                ? value.getName().substring(prefix.length()).toLowerCase(Locale.ROOT)
                : value.getName();
    }
}
