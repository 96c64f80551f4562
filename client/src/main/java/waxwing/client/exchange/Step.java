package waxwing.client.exchange;

import java.util.List;
import waxwing.client.people.Contact;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.relay.v1.Submit;

/// What has to be done next for a contact.
sealed interface Step {
    /// Nothing waits.
    record Idle() implements Step {}

    /// Something was settled without the relay; look again.
    record Again() implements Step {}

    /// The relay has to say which account the contact's number is.
    record Address(Contact contact) implements Step {}

    /// Sessions are missing.
    ///
    /// @param devices empty for all of the account's
    record Bundles(Contact contact, AccountId account, List<DeviceId> devices) implements Step {}

    /// This business's certificate is missing, without which a receipt can't be signed.
    record Certificate(MessageId message) implements Step {}

    /// The submit is durable here, and so are the ratchets that made it.
    record Ready(Contact contact, Outgoing outgoing, Submit submit) implements Step {}
}
