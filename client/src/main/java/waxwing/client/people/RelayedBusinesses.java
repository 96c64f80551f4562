package waxwing.client.people;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.Choice.Means;
import waxwing.client.people.Contact.Standing;
import waxwing.client.profile.Environment;
import waxwing.client.relay.RelayConnection;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageKind;
import waxwing.relay.v1.AllowRequest;
import waxwing.relay.v1.AskRequest;
import waxwing.relay.v1.BusinessSetting;
import waxwing.relay.v1.ListBusinessSettingsRequest;
import waxwing.relay.v1.ListChoicesRequest;
import waxwing.relay.v1.ListChoicesResponse;
import waxwing.relay.v1.StopRequest;

/// Businesses and their settings, as the relay enforces them, joined with the contacts that this end knows.
public final class RelayedBusinesses implements Businesses {
    private final RelayedControls controls;
    private final ContactStore contacts;

    public RelayedBusinesses(RelayConnection relay, ContactStore contacts, Environment environment) {
        this.controls = new RelayedControls(relay, contacts, environment);
        this.contacts = contacts;
    }

    @Override
    public List<BusinessView> all() {
        Map<AccountId, BusinessSetting> settings = settings(ByteString.EMPTY);
        return contacts.all().stream()
                .filter(Contact::isBusiness)
                .map(contact -> contact.account()
                        .flatMap(account -> Optional.ofNullable(settings.get(account)))
                        .map(setting -> view(contact, setting))
                        .or(() -> show(contact)))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(
                        (BusinessView view) -> view.contact().displayName(), String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    @Override
    public Optional<BusinessView> show(Contact business) {
        return business.account()
                .flatMap(account -> Optional.ofNullable(
                        settings(ByteString.copyFrom(account.toBytes())).get(account)))
                .map(setting -> view(business, setting));
    }

    private Map<AccountId, BusinessSetting> settings(ByteString account) {
        Map<AccountId, BusinessSetting> settings = new LinkedHashMap<>();
        controls.call(stub -> stub.listBusinessSettings(ListBusinessSettingsRequest.newBuilder()
                        .setBusinessAccountId(account)
                        .build()))
                .getSettingsList()
                .forEach(setting -> settings.put(
                        AccountId.ofBytes(setting.getBusinessAccountId().toByteArray()), setting));
        return settings;
    }

    private static BusinessView view(Contact contact, BusinessSetting setting) {
        Map<MessageKind, KindSetting> kinds = new EnumMap<>(MessageKind.class);
        for (waxwing.relay.v1.KindSetting kind : setting.getKindsList()) {
            WireControls.kind(kind.getKind()).ifPresent(name -> kinds.put(name, WireControls.setting(kind)));
        }
        boolean blocked = setting.getBlocked() || contact.standing() == Standing.BLOCKED;
        return new BusinessView(contact, kinds, blocked ? Permission.BLOCKED : Permission.ALLOWED);
    }

    @Override
    public ControlsOutcome allow(Contact business, Set<MessageKind> kinds, Means means) {
        return controls.change(
                business,
                account -> stub -> stub.allow(AllowRequest.newBuilder()
                        .setBusinessAccountId(account)
                        .addAllKinds(onTheWire(kinds))
                        .setMeans(WireControls.means(means))
                        .build()));
    }

    @Override
    public ControlsOutcome stop(Contact business, Set<MessageKind> kinds, Means means) {
        return controls.change(
                business,
                account -> stub -> stub.stop(StopRequest.newBuilder()
                        .setBusinessAccountId(account)
                        .addAllKinds(onTheWire(kinds))
                        .setMeans(WireControls.means(means))
                        .build()));
    }

    @Override
    public ControlsOutcome ask(Contact business, Set<MessageKind> kinds) {
        return controls.change(
                business,
                account -> stub -> stub.ask(AskRequest.newBuilder()
                        .setBusinessAccountId(account)
                        .addAllKinds(onTheWire(kinds))
                        .setMeans(waxwing.relay.v1.Means.COMMAND)
                        .build()));
    }

    @Override
    public List<Choice> choices(Contact business) {
        return business
                .account()
                .map(account -> controls.call(stub -> stub.listChoices(ListChoicesRequest.newBuilder()
                        .setBusinessAccountId(ByteString.copyFrom(account.toBytes()))
                        .build())))
                .map(ListChoicesResponse::getChoicesList)
                .orElse(List.of())
                .stream()
                .flatMap(choice -> WireControls.kind(choice.getKind())
                        .map(kind -> new Choice(
                                kind,
                                WireControls.permission(choice.getSetting()),
                                Instant.ofEpochMilli(choice.getChosenAtMs()),
                                choice.getMeans() == waxwing.relay.v1.Means.MESSAGE ? Means.MESSAGE : Means.COMMAND,
                                new DeviceId(choice.getDeviceId())))
                        .stream())
                .toList();
    }

    private static List<waxwing.relay.v1.MessageKind> onTheWire(Set<MessageKind> kinds) {
        return kinds.stream()
                .sorted()
                .map(kind -> waxwing.relay.v1.MessageKind.valueOf(kind.name()))
                .toList();
    }
}
