package waxwing.client.people;

import java.time.Duration;
import waxwing.client.relay.RelayConnection;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.DirectoryEntry;
import waxwing.relay.v1.DirectoryGrpc;
import waxwing.relay.v1.DirectoryGrpc.DirectoryBlockingStub;
import waxwing.relay.v1.LookupRequest;
import waxwing.relay.v1.LookupResponse;

/// Asks the relay which account a number is. For people only: a business addresses numbers without knowing.
///
/// @see waxwing.client.relay.RelayFailureException
public final class NumberLookup {
    private final RelayConnection relay;

    public NumberLookup(RelayConnection relay) {
        this.relay = relay;
    }

    /// What the relay answered.
    public sealed interface Answer {
        record Found(AccountId account, AccountType type) implements Answer {}

        record NotRegistered() implements Answer {}

        record RateLimited(Duration retryAfter) implements Answer {}
    }

    public Answer lookUp(PhoneNumber number) {
        LookupResponse response = relay.call(
                DirectoryGrpc::newBlockingStub,
                (DirectoryBlockingStub stub) -> stub.lookup(
                        LookupRequest.newBuilder().setPhoneNumber(number.e164()).build()));
        return switch (response.getOutcomeCase()) {
            case FOUND -> found(response.getFound());
            case NOT_REGISTERED, OUTCOME_NOT_SET -> new Answer.NotRegistered();
            case RATE_LIMITED ->
                new Answer.RateLimited(
                        Duration.ofMillis(response.getRateLimited().getRetryAfterMs()));
        };
    }

    private static Answer found(DirectoryEntry entry) {
        AccountType type = switch (entry.getAccountType()) {
            case ACCOUNT_TYPE_BUSINESS -> AccountType.BUSINESS;
            case ACCOUNT_TYPE_PERSON, ACCOUNT_TYPE_UNSPECIFIED, UNRECOGNIZED -> AccountType.PERSON;
        };
        return new Answer.Found(AccountId.ofBytes(entry.getAccountId().toByteArray()), type);
    }
}
