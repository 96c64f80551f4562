package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;

/// What a certificate states about an account.
///
/// @param verified of a business that the operator has verified
public record Speaker(
        AccountId account,
        PhoneNumber number,
        ByteString identityKey,
        AccountType type,
        Optional<VerifiedBusiness> verified) {}
