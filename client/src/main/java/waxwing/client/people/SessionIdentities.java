package waxwing.client.people;

import java.util.Optional;
import waxwing.client.profile.Profile;
import waxwing.crypto.SafetyNumber;
import waxwing.model.AccountId;

/// Identities as this end's sessions know them.
public final class SessionIdentities implements Identities {
    private final AccountId self;
    private final Profile profile;
    private final ContactStore contacts;
    private final Runnable accepted;

    /// @param accepted called after an identity was accepted: what waited for it may go
    public SessionIdentities(AccountId self, Profile profile, ContactStore contacts, Runnable accepted) {
        this.self = self;
        this.profile = profile;
        this.contacts = contacts;
        this.accepted = accepted;
    }

    @Override
    public Optional<SafetyNumber> safetyNumber(Contact contact) {
        return profile.database()
                .read(_ -> contact.account()
                        .flatMap(account -> profile.sessions()
                                .identityOf(account)
                                .map(peer -> SafetyNumber.of(
                                        self, profile.vault().ownIdentity().publicKey(), account, peer.current()))));
    }

    @Override
    public void accept(Contact contact) {
        profile.database().inTransaction(_ -> {
            contact.account()
                    .ifPresent(account -> profile.sessions()
                            .identityOf(account)
                            .ifPresent(peer -> profile.sessions().accept(account, peer.current())));
            return contacts.markIdentity(contact, false);
        });
        accepted.run();
    }
}
