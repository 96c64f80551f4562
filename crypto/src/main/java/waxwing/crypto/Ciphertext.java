package waxwing.crypto;

import com.google.protobuf.ByteString;

/// A message encrypted to one device.
///
/// @param recipient the installation that the session is with; the relay refuses it when the device id has passed
///     on
public record Ciphertext(CiphertextForm form, ByteString bytes, RegistrationId recipient) {}
