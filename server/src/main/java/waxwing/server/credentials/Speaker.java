package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;

/// What a certificate states about an account.
///
/// @param verifiedName a business's name once the operator has verified it, else empty
public record Speaker(
        AccountId account, PhoneNumber number, ByteString identityKey, AccountType type, String verifiedName) {}
