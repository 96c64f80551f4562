package waxwing.server.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Accounts;
import waxwing.server.mailbox.QueueId;

/// The registered accounts, every change durable at once.
final class SimulatedAccounts implements Accounts {
    private final Map<AccountId, AccountView> views = new LinkedHashMap<>();
    private final Set<QueueId> revoked = new LinkedHashSet<>();
    private final Set<QueueId> toWipe = new LinkedHashSet<>();
    private final Set<List<AccountId>> blocks = new LinkedHashSet<>();
    private int registrations;

    AccountId add() {
        AccountId id = new AccountId(new UUID(0xacc, views.size() + 1));
        views.put(id, new AccountView(id, AccountType.PERSON, List.of(), 1));
        return id;
    }

    List<AccountId> ids() {
        return List.copyOf(views.keySet());
    }

    /// A new installation. Neither its registration id nor its queue was there before.
    AccountDevice register(AccountId account, DeviceId device) {
        int number = ++registrations;
        AccountDevice fresh = new AccountDevice(device, number, new QueueId(number));
        List<AccountDevice> devices = new ArrayList<>(others(account, device));
        devices.add(fresh);
        put(account, devices);
        return fresh;
    }

    void remove(AccountId account, DeviceId device) {
        put(account, others(account, device));
    }

    private List<AccountDevice> others(AccountId account, DeviceId device) {
        return view(account).devices().stream()
                .filter(one -> !one.id().equals(device))
                .toList();
    }

    private void put(AccountId account, List<AccountDevice> devices) {
        view(account).devices().stream()
                .filter(before -> !devices.contains(before))
                .forEach(gone -> {
                    revoked.add(gone.queue());
                    toWipe.add(gone.queue());
                });
        views.put(account, new AccountView(account, AccountType.PERSON, devices, 1));
    }

    AccountView view(AccountId account) {
        return find(account).orElseThrow();
    }

    boolean isRevoked(QueueId queue) {
        return revoked.contains(queue);
    }

    Set<QueueId> toWipe() {
        return toWipe;
    }

    void block(AccountId sender, AccountId recipient) {
        blocks.add(List.of(sender, recipient));
    }

    boolean isBlocked(AccountId sender, AccountId recipient) {
        return blocks.contains(List.of(sender, recipient));
    }

    @Override
    public Optional<AccountView> find(AccountId id) {
        return Optional.ofNullable(views.get(id));
    }

    @Override
    public boolean isAtHand(AccountId id) {
        return true;
    }

    @Override
    public void onDeviceRevoked(Consumer<QueueId> listener) {
        throw new UnsupportedOperationException("the relay asks for what is to be wiped");
    }
}
