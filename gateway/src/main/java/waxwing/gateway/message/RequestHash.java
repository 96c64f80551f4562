package waxwing.gateway.message;

import java.util.HexFormat;

/// SHA-256 of a request in canonical form: equal for two requests that ask for the same.
public record RequestHash(String hex) {
    public static RequestHash ofBytes(byte[] bytes) {
        return new RequestHash(HexFormat.of().formatHex(bytes));
    }

    byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }
}
