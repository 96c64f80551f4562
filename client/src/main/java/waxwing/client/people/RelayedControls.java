package waxwing.client.people;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.function.Function;
import waxwing.client.people.NumberLookup.Answer;
import waxwing.client.profile.Environment;
import waxwing.client.relay.RelayConnection;
import waxwing.model.AccountId;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.ControlsGrpc.ControlsBlockingStub;
import waxwing.relay.v1.ControlsResponse;

/// What the changes of [RelayedBlocks] and [RelayedBusinesses] have in common: a contact's account, the call, the
/// outcome.
final class RelayedControls {
    private final RelayConnection relay;
    private final NumberLookup lookup;
    private final ContactStore contacts;
    private final Environment environment;

    RelayedControls(RelayConnection relay, ContactStore contacts, Environment environment) {
        this.relay = relay;
        this.lookup = new NumberLookup(relay);
        this.contacts = contacts;
        this.environment = environment;
    }

    /// Calls with the contact's account id, which the relay is asked for where it isn't known.
    ControlsOutcome change(
            Contact contact, Function<ByteString, Function<ControlsBlockingStub, ControlsResponse>> rpc) {
        Optional<AccountId> account = contact.account();
        if (account.isEmpty()) {
            switch (contact.number().<Answer>map(lookup::lookUp).orElseGet(Answer.NotRegistered::new)) {
                case Answer.Found(var found, var type) -> {
                    contacts.addressed(contact, found, type, environment.clock().instant());
                    account = Optional.of(found);
                }
                case Answer.NotRegistered _ -> {
                    return new ControlsOutcome.NoSuchAccount();
                }
                case Answer.RateLimited(var retryAfter) -> {
                    return new ControlsOutcome.RateLimited(retryAfter);
                }
            }
        }
        ControlsResponse response =
                call(rpc.apply(ByteString.copyFrom(account.get().toBytes())));
        return switch (response.getOutcomeCase()) {
            case CHANGED -> new ControlsOutcome.Changed();
            case NO_SUCH_ACCOUNT, OUTCOME_NOT_SET -> new ControlsOutcome.NoSuchAccount();
            case OWN_ACCOUNT -> new ControlsOutcome.OwnAccount();
        };
    }

    <T> T call(Function<ControlsBlockingStub, T> rpc) {
        return relay.call(ControlsGrpc::newBlockingStub, rpc);
    }
}
