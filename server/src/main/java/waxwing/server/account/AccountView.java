package waxwing.server.account;

import java.util.List;
import waxwing.model.AccountId;
import waxwing.model.AccountType;

/// An account as of one moment.
///
/// @param devices by id, lowest first; at least one
/// @param certificateId the certificate that goes with what it sends from now on
public record AccountView(AccountId id, AccountType type, List<AccountDevice> devices, long certificateId) {
    public AccountView {
        devices = List.copyOf(devices);
    }

    /// Whether the device that was let in is one of these; its queue tells it from another installation's.
    public boolean has(Caller caller) {
        for (AccountDevice device : devices) {
            if (device.queue().equals(caller.queue())) {
                return true;
            }
        }
        return false;
    }
}
