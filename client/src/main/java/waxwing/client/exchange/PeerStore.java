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

    void see(DeviceAddress sender, SubmitId submit, Fate fate, Instant now);

    /// How many repairs this device was asked for since then.
    int repairsSince(DeviceAddress device, Instant since);

    void noteRepair(DeviceAddress device, SubmitId submit, Instant now);

    /// Forgets what came before the relay's retention.
    void purge(Instant olderThan);
}
