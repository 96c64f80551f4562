package waxwing.client.relay;

import io.grpc.Metadata;
import java.util.Base64;
import waxwing.crypto.SecretBytes;
import waxwing.model.DeviceAddress;

/// What a device proves itself to the relay with: its address and the 32 random bytes that it made at
/// registration.
public record DeviceCredentials(DeviceAddress device, SecretBytes secret) {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    Metadata asMetadata() {
        Metadata metadata = new Metadata();
        metadata.put(
                AUTHORIZATION,
                "Waxwing " + device + ":"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(secret.toArray()));
        return metadata;
    }
}
