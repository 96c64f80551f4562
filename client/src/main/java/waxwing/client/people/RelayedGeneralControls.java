package waxwing.client.people;

import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.GeneralControls.FirstMessages;
import waxwing.client.people.GeneralControls.QuietHours;
import waxwing.client.people.GeneralControls.ReadReceipts;
import waxwing.client.profile.Environment;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.RelayConnection;
import waxwing.model.MessageKind;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.GetGeneralControlsRequest;
import waxwing.relay.v1.KindChoice;
import waxwing.relay.v1.ListRequestsRequest;
import waxwing.relay.v1.NoQuietHours;

/// The person's controls at the relay; what of them this end itself follows is kept here, too.
public final class RelayedGeneralControls implements Controls {
    private final RelayConnection relay;
    private final ContactStore contacts;
    private final SqlOwnRules rules;
    private final CertificateCheck certificates;
    private final Environment environment;

    /// @param relayKey what the relay signs certificates with
    public RelayedGeneralControls(
            RelayConnection relay,
            ContactStore contacts,
            SqlOwnRules rules,
            PublicKey relayKey,
            Environment environment) {
        this.relay = relay;
        this.contacts = contacts;
        this.rules = rules;
        this.certificates = new CertificateCheck(relayKey);
        this.environment = environment;
    }

    @Override
    public GeneralControls show() {
        return told(relay.call(
                ControlsGrpc::newBlockingStub,
                stub -> stub.getGeneralControls(GetGeneralControlsRequest.getDefaultInstance())));
    }

    private GeneralControls change(ChangeGeneralControlsRequest.Builder change) {
        return told(relay.call(ControlsGrpc::newBlockingStub, stub -> stub.changeGeneralControls(change.build())));
    }

    private GeneralControls told(waxwing.relay.v1.GeneralControls answer) {
        GeneralControls controls = controls(answer);
        rules.told(controls);
        return controls;
    }

    @Override
    public GeneralControls setKind(MessageKind kind, Optional<Permission> permission) {
        return change(ChangeGeneralControlsRequest.newBuilder()
                .setKind(KindChoice.newBuilder()
                        .setKind(waxwing.relay.v1.MessageKind.valueOf(kind.name()))
                        .setSetting(permission
                                .map(WireControls::setting)
                                .orElse(waxwing.relay.v1.KindSetting.Setting.SETTING_UNSPECIFIED))));
    }

    @Override
    public GeneralControls setQuietHours(Optional<QuietHours> hours) {
        ChangeGeneralControlsRequest.Builder change = ChangeGeneralControlsRequest.newBuilder();
        return change(hours.map(quiet -> change.setQuietHours(waxwing.relay.v1.QuietHours.newBuilder()
                        .setFromMinute(minute(quiet.from()))
                        .setUntilMinute(minute(quiet.until()))
                        .setTimeZone(quiet.zone())))
                .orElseGet(() -> change.setNoQuietHours(NoQuietHours.getDefaultInstance())));
    }

    private static int minute(LocalTime time) {
        return 60 * time.getHour() + time.getMinute();
    }

    @Override
    public GeneralControls setOffersPerWeek(OptionalInt most) {
        int wanted = most.isPresent() ? most.getAsInt() : show().defaultOffersPerWeek();
        return change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(wanted));
    }

    @Override
    public GeneralControls setReadReceipts(ReadReceipts receipts) {
        return change(ChangeGeneralControlsRequest.newBuilder()
                .setReadReceipts(
                        switch (receipts) {
                            case ON -> waxwing.relay.v1.ReadReceipts.READ_RECEIPTS_ON;
                            case OFF -> waxwing.relay.v1.ReadReceipts.READ_RECEIPTS_OFF;
                        }));
    }

    @Override
    public GeneralControls setFirstMessages(FirstMessages first) {
        return change(ChangeGeneralControlsRequest.newBuilder()
                .setFirstMessages(
                        switch (first) {
                            case EVERYONE -> waxwing.relay.v1.FirstMessages.FIRST_MESSAGES_EVERYONE;
                            case CONTACTS -> waxwing.relay.v1.FirstMessages.FIRST_MESSAGES_CONTACTS;
                        }));
    }

    private static GeneralControls controls(waxwing.relay.v1.GeneralControls told) {
        Map<MessageKind, KindSetting> kinds = new EnumMap<>(MessageKind.class);
        told.getKindsList()
                .forEach(kind -> WireControls.kind(kind.getKind())
                        .ifPresent(name -> kinds.put(name, WireControls.setting(kind))));
        Optional<QuietHours> quiet = told.hasQuietHours()
                ? Optional.of(new QuietHours(
                        time(told.getQuietHours().getFromMinute()),
                        time(told.getQuietHours().getUntilMinute()),
                        told.getQuietHours().getTimeZone()))
                : Optional.empty();
        return new GeneralControls(
                kinds,
                quiet,
                told.getOffersPerWeek(),
                told.getDefaultOffersPerWeek(),
                told.getReadReceipts() == waxwing.relay.v1.ReadReceipts.READ_RECEIPTS_OFF
                        ? ReadReceipts.OFF
                        : ReadReceipts.ON,
                told.getFirstMessages() == waxwing.relay.v1.FirstMessages.FIRST_MESSAGES_CONTACTS
                        ? FirstMessages.CONTACTS
                        : FirstMessages.EVERYONE);
    }

    private static LocalTime time(int minute) {
        return LocalTime.MIN.plusMinutes(minute);
    }

    @Override
    public List<HeldRequest> requests() {
        return relay
                .call(
                        ControlsGrpc::newBlockingStub,
                        stub -> stub.listRequests(ListRequestsRequest.getDefaultInstance()))
                .getRequestsList()
                .stream()
                .flatMap(request -> request(request).stream())
                .toList();
    }

    /// One whose certificate does not hold is left out, as its messages would be. It is the business's newest, which
    /// the relay vouches for now; it may be younger than what waits.
    private Optional<HeldRequest> request(waxwing.relay.v1.HeldRequest told) {
        Instant now = environment.clock().instant();
        return WireControls.kind(told.getKind())
                .flatMap(kind -> certificates
                        .newest(told.getBusiness())
                        .map(business -> new HeldRequest(
                                contacts.certified(business, now).contact(),
                                kind,
                                told.getMessages(),
                                Instant.ofEpochMilli(told.getOldestAtMs()),
                                Instant.ofEpochMilli(told.getNewestAtMs()))));
    }
}
