package waxwing.client.people;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Origin;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.Contact.Standing;
import waxwing.client.profile.Environment;
import waxwing.client.relay.RelayConnection;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.relay.v1.AllowRequest;
import waxwing.relay.v1.BusinessSetting;
import waxwing.relay.v1.ListBusinessSettingsRequest;
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
            Optional<MessageKind> known = switch (kind.getKind()) {
                case RECEIPT -> Optional.of(MessageKind.RECEIPT);
                case RESERVATION -> Optional.of(MessageKind.RESERVATION);
                case DELIVERY -> Optional.of(MessageKind.DELIVERY);
                case CODE -> Optional.of(MessageKind.CODE);
                case OFFER -> Optional.of(MessageKind.OFFER);
                case CONVERSATION -> Optional.of(MessageKind.CONVERSATION);
                case MESSAGE_KIND_UNSPECIFIED, REPAIR, UNRECOGNIZED -> Optional.empty();
            };
            known.ifPresent(name -> kinds.put(
                    name,
                    new KindSetting(
                            kind.getSetting() == waxwing.relay.v1.KindSetting.Setting.ALLOW
                                    ? Permission.ALLOWED
                                    : Permission.STOPPED,
                            kind.getChosen() ? Origin.CHOSEN : Origin.DEFAULT)));
        }
        boolean blocked = setting.getBlocked() || contact.standing() == Standing.BLOCKED;
        return new BusinessView(contact, kinds, blocked ? Permission.BLOCKED : Permission.ALLOWED);
    }

    @Override
    public ControlsOutcome allow(Contact business, Set<MessageKind> kinds) {
        return controls.change(
                business,
                account -> stub -> stub.allow(AllowRequest.newBuilder()
                        .setBusinessAccountId(account)
                        .addAllKinds(onTheWire(kinds))
                        .build()));
    }

    @Override
    public ControlsOutcome stop(Contact business, Set<MessageKind> kinds) {
        return controls.change(
                business,
                account -> stub -> stub.stop(StopRequest.newBuilder()
                        .setBusinessAccountId(account)
                        .addAllKinds(onTheWire(kinds))
                        .build()));
    }

    private static List<waxwing.relay.v1.MessageKind> onTheWire(Set<MessageKind> kinds) {
        return kinds.stream()
                .sorted()
                .map(kind -> waxwing.relay.v1.MessageKind.valueOf(kind.name()))
                .toList();
    }
}
