package waxwing.server.registration;

import com.google.protobuf.ByteString;
import waxwing.model.AccountType;
import waxwing.relay.v1.DeviceKeys;
import waxwing.server.account.NewDevice;

/// What somebody who wants an account brings along.
///
/// @param businessName for a business the name it wants to be verified under, else empty
public record Application(
        SessionId session,
        AccountType type,
        ByteString identityKey,
        NewDevice device,
        DeviceKeys keys,
        int termsVersion,
        String businessName) {}
