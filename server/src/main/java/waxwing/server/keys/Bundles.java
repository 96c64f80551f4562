package waxwing.server.keys;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.Caller;

/// What others need to open sessions with an account's devices.
public interface Bundles {
    /// For a person, or for a business and its own account.
    ///
    /// @param devices only these; empty means all
    BundlesResult takeForPerson(Caller caller, AccountId target, Set<DeviceId> devices);

    /// For a business: never [BundlesResult.NoSuchAccount]. A number that nobody registered has a stable decoy,
    /// which nobody can read.
    BundlesResult takeForBusiness(Caller caller, PhoneNumber target, Set<DeviceId> devices);

    /// As with a number: an account id that the relay does not know has a stable decoy too.
    BundlesResult takeForBusiness(Caller caller, AccountId target, Set<DeviceId> devices);

    /// The devices that a business has to address to an account that blocks it: those of the still
    /// picture that it is shown. Empty if the account does not block it.
    Optional<List<AccountDevice>> stillDevices(AccountId target, AccountId business);

    /// Whether an account id is certainly a decoy's; from memory.
    boolean isDecoy(AccountId target);

    /// The devices that a business has to address under an account id that is no account: so that a submit to a
    /// decoy answers `mismatched_devices` exactly where one to an account would.
    List<AccountDevice> decoyDevices(AccountId target);
}
