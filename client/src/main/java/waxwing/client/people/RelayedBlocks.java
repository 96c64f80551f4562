package waxwing.client.people;

import java.util.List;
import waxwing.client.profile.Environment;
import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.UnblockRequest;

/// The block list, kept here and at the relay. A block holds here first, and also where the relay can't be asked.
public final class RelayedBlocks implements Blocks {
    private final RelayedControls controls;
    private final ContactStore contacts;

    public RelayedBlocks(RelayConnection relay, ContactStore contacts, Environment environment) {
        this.controls = new RelayedControls(relay, contacts, environment);
        this.contacts = contacts;
    }

    @Override
    public ControlsOutcome block(Contact contact) {
        contacts.block(contact, true);
        ControlsOutcome outcome = controls.change(
                contact,
                account -> stub -> stub.block(
                        BlockRequest.newBuilder().setAccountId(account).build()));
        if (outcome instanceof ControlsOutcome.OwnAccount) {
            contacts.block(contact, false);
        }
        return outcome;
    }

    @Override
    public ControlsOutcome unblock(Contact contact) {
        ControlsOutcome outcome = controls.change(
                contact,
                account -> stub -> stub.unblock(
                        UnblockRequest.newBuilder().setAccountId(account).build()));
        if (!(outcome instanceof ControlsOutcome.RateLimited)) {
            contacts.block(contact, false);
        }
        return outcome;
    }

    @Override
    public List<Contact> all() {
        return contacts.blocked();
    }
}
