package waxwing.client.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Acknowledgement.Fate;

/// What this end knows of other devices, durably. Every call joins the caller's transaction.
interface PeerStore {
    /// The devices that a message to the account has to be encrypted for.
    List<DeviceId> devices(AccountId account);

    void addDevice(DeviceAddress device);

    void removeDevice(DeviceAddress device);

    /// What became of an envelope that came before.
    Optional<Fate> seen(DeviceAddress sender, SubmitId submit);

    /// Whether the same ciphertext came before, under whatever submit id.
    boolean seen(DeviceAddress sender, CiphertextDigest ciphertext);

    void see(DeviceAddress sender, SubmitId submit, CiphertextDigest ciphertext, Fate fate, Instant now);

    /// This end can't read a submit, and wants it again.
    void want(DeviceAddress sender, SubmitId submit, Instant now);

    /// The account's devices that have yet to be asked for something.
    List<DeviceId> toBeAsked(AccountId account, Instant now);

    /// The requests to a device, without those before `since`.
    Asked asked(DeviceAddress device, Instant since);

    /// Takes what a device has yet to be asked for, oldest first; it counts as asked for from now on.
    List<SubmitId> takeWanted(DeviceAddress device, int max, Instant now);

    /// The request for them never left: they have yet to be asked for, but not before that time.
    void askAgain(List<SubmitId> submits, Instant from);

    /// The device is understood again.
    ///
    /// @return whether it has yet to be asked for something
    boolean understood(DeviceAddress device);

    /// Forgets what came before the relay's retention.
    void purge(Instant olderThan);

    /// @param all how many there were
    /// @param unanswered those of them after which the device was not understood
    /// @param lastUnanswered the epoch if there was none
    record Asked(int all, int unanswered, Instant lastUnanswered) {}
}
