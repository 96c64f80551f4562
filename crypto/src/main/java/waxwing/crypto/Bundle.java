package waxwing.crypto;

import waxwing.relay.v1.DeviceBundle;

/// What the relay hands out so that a session with one device can be opened while it is offline.
///
/// @param identity the account's identity key as the relay states it
/// @param keys the device's signed prekey, a Kyber prekey, and a one-time prekey if one was left
public record Bundle(IdentityKey identity, DeviceBundle keys) {}
