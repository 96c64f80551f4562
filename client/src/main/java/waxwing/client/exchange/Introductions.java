package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import waxwing.client.exchange.Settling.Settled;
import waxwing.client.messages.StateReason;
import waxwing.client.people.Contact;
import waxwing.client.people.ContactStore;
import waxwing.client.people.NumberLookup;
import waxwing.client.relay.RelayConnection;
import waxwing.crypto.Bundle;
import waxwing.crypto.IdentityKey;
import waxwing.crypto.Opening;
import waxwing.crypto.StartResult;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.AccountBundles;
import waxwing.relay.v1.BundlesRateLimited;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessMessagingGrpc.BusinessMessagingBlockingStub;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.KeysGrpc;
import waxwing.relay.v1.KeysGrpc.KeysBlockingStub;
import waxwing.relay.v1.TakeBundlesRequest;
import waxwing.relay.v1.TakeBundlesResponse;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.relay.v1.TakeBusinessBundlesResponse;

/// How this end gets to know a number: asks the relay for its account and for bundles, and opens sessions with
/// them. Each call asks, and gives back what is to be written down then: work within a transaction.
///
/// @see waxwing.client.relay.RelayFailureException
final class Introductions {
    private final Own own;
    private final Stores stores;
    private final Packing packing;
    private final ReceiptSigning signing;
    private final RelayConnection relay;
    private final NumberLookup lookup;

    Introductions(Own own, Stores stores, Packing packing, ReceiptSigning signing, RelayConnection relay) {
        this.own = own;
        this.stores = stores;
        this.packing = packing;
        this.signing = signing;
        this.relay = relay;
        this.lookup = new NumberLookup(relay);
    }

    /// Gets this business's certificate, for a receipt that waits to be signed.
    Supplier<Settled> certificate(MessageId message) {
        signing.askFor(message);
        return Settled.Done::new;
    }

    /// Finds the account of a contact's number. Where there is none, all that waits for it fails.
    Supplier<Settled> address(Contact contact) {
        Optional<PhoneNumber> number = contact.number();
        if (number.isEmpty()) {
            return nobody(contact);
        }
        return own.isBusiness() ? addressAsBusiness(contact, number.get()) : lookUp(contact, number.get());
    }

    private Supplier<Settled> lookUp(Contact contact, PhoneNumber number) {
        return switch (lookup.lookUp(number)) {
            case NumberLookup.Answer.Found(AccountId account, AccountType type) ->
                () -> {
                    known(stores.contacts().addressed(contact, account, type, own.now()));
                    return new Settled.Done();
                };
            case NumberLookup.Answer.NotRegistered _ -> nobody(contact);
            case NumberLookup.Answer.RateLimited(Duration retryAfter) -> () -> new Settled.Pause(retryAfter);
        };
    }

    private Supplier<Settled> addressAsBusiness(Contact contact, PhoneNumber number) {
        TakeBusinessBundlesResponse response = relay.call(
                BusinessMessagingGrpc::newBlockingStub,
                (BusinessMessagingBlockingStub stub) -> stub.takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setPhoneNumber(number.e164())
                        .build()));
        return switch (response.getOutcomeCase()) {
            case BUNDLES -> {
                AccountBundles bundles = response.getBundles();
                AccountId account = AccountId.ofBytes(bundles.getAccountId().toByteArray());
                List<Offered> offered = offered(contact, account, bundles);
                yield () -> {
                    known(stores.contacts().addressed(contact, account, AccountType.PERSON, own.now()));
                    open(contact, account, offered, List.of());
                    return new Settled.Done();
                };
            }
            case RATE_LIMITED -> pause(response.getRateLimited());
            case OUTCOME_NOT_SET -> nobody(contact);
        };
    }

    private void known(ContactStore.Known known) {
        if (known.numberMoved()) {
            stores.identityChanged(known.contact(), own);
        }
    }

    /// Opens the sessions that a step found missing.
    Supplier<Settled> bundles(Step.Bundles wanted) {
        return own.isBusiness() ? bundlesAsBusiness(wanted) : bundlesAsPerson(wanted);
    }

    private Supplier<Settled> bundlesAsPerson(Step.Bundles wanted) {
        TakeBundlesResponse response = relay.call(
                KeysGrpc::newBlockingStub,
                (KeysBlockingStub stub) -> stub.takeBundles(TakeBundlesRequest.newBuilder()
                        .setAccountId(ByteString.copyFrom(wanted.account().toBytes()))
                        .addAllDeviceIds(numbers(wanted.devices()))
                        .build()));
        return switch (response.getOutcomeCase()) {
            case BUNDLES -> opened(wanted, response.getBundles());
            case ACCOUNT_NOT_FOUND, OUTCOME_NOT_SET -> nobody(wanted.contact());
            case RATE_LIMITED -> pause(response.getRateLimited());
        };
    }

    private Supplier<Settled> bundlesAsBusiness(Step.Bundles wanted) {
        TakeBusinessBundlesResponse response = relay.call(
                BusinessMessagingGrpc::newBlockingStub,
                (BusinessMessagingBlockingStub stub) -> stub.takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setAccountId(ByteString.copyFrom(wanted.account().toBytes()))
                        .addAllDeviceIds(numbers(wanted.devices()))
                        .build()));
        return switch (response.getOutcomeCase()) {
            case BUNDLES -> opened(wanted, response.getBundles());
            case RATE_LIMITED -> pause(response.getRateLimited());
            case OUTCOME_NOT_SET -> nobody(wanted.contact());
        };
    }

    private static Supplier<Settled> pause(BundlesRateLimited limited) {
        return () -> new Settled.Pause(Duration.ofMillis(limited.getRetryAfterMs()));
    }

    private static List<Integer> numbers(List<DeviceId> devices) {
        return devices.stream().map(DeviceId::value).toList();
    }

    private Supplier<Settled> opened(Step.Bundles wanted, AccountBundles bundles) {
        List<Offered> offered = offered(wanted.contact(), wanted.account(), bundles);
        return () -> {
            open(wanted.contact(), wanted.account(), offered, wanted.devices());
            return new Settled.Done();
        };
    }

    /// A device that the relay has bundles for.
    ///
    /// @param opening empty if the account's identity key is malformed
    private record Offered(DeviceAddress device, Optional<Opening> opening) {}

    /// Computes the sessions before the lane, where only one thing happens at a time. An account that this end knows
    /// has
    /// most likely one already, when only its number was asked for again.
    private List<Offered> offered(Contact contact, AccountId account, AccountBundles bundles) {
        boolean known = contact.account().filter(account::equals).isPresent();
        List<Offered> offered = new ArrayList<>();
        for (DeviceBundle keys : bundles.getDevicesList()) {
            DeviceAddress device = new DeviceAddress(account, new DeviceId(keys.getDeviceId()));
            boolean open = known && own.sessions().has(device);
            offered.add(new Offered(device, opening(device, bundles.getIdentityKey(), keys, open)));
        }
        return offered;
    }

    private Optional<Opening> opening(DeviceAddress device, ByteString identity, DeviceBundle keys, boolean open) {
        try {
            var bundle = new Bundle(IdentityKey.parse(identity), keys);
            return Optional.of(
                    open ? Opening.later(device, bundle) : own.sessions().prepare(device, bundle));
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }

    /// @param wanted empty for all of the account's devices: those that aren't offered are gone
    private void open(Contact contact, AccountId account, List<Offered> offered, List<DeviceId> wanted) {
        List<DeviceId> gone = new ArrayList<>(wanted.isEmpty() ? stores.peers().devices(account) : wanted);
        boolean usable = false;
        for (Offered one : offered) {
            gone.remove(one.device().device());
            usable |= open(contact, one);
        }
        for (DeviceId device : gone) {
            stores.peers().removeDevice(new DeviceAddress(account, device));
        }
        if (!usable) {
            stores.outbox().next(contact.id()).ifPresent(waiting -> packing.refused(waiting, StateReason.REFUSED));
        }
    }

    /// @return false if the device can't be written to
    private boolean open(Contact contact, Offered offered) {
        DeviceAddress device = offered.device();
        if (own.sessions().has(device)) {
            stores.peers().addDevice(device);
            return true;
        }
        return offered.opening()
                .filter(opening -> switch (own.sessions().start(opening)) {
                    case StartResult.Started _ -> {
                        stores.peers().addDevice(device);
                        yield true;
                    }
                    case StartResult.IdentityChanged _ -> changed(contact, opening);
                    case StartResult.BadBundle _ -> false;
                })
                .isPresent();
    }

    private boolean changed(Contact contact, Opening opening) {
        stores.peers().addDevice(opening.with());
        stores.identityChanged(contact, own);
        if (!own.isBusiness()) {
            return true;
        }
        own.sessions().accept(opening.with().account(), opening.bundle().identity());
        return own.sessions().start(opening) instanceof StartResult.Started;
    }

    private Supplier<Settled> nobody(Contact contact) {
        return () -> {
            Optional<Outgoing> waiting = stores.outbox().next(contact.id());
            while (waiting.isPresent()) {
                packing.refused(waiting.get(), StateReason.RECIPIENT_NOT_FOUND);
                waiting = stores.outbox().next(contact.id());
            }
            return new Settled.Done();
        };
    }
}
