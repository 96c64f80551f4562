package waxwing.server.controls;

import com.google.protobuf.ByteString;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageKind;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.FirstMessages;
import waxwing.relay.v1.GeneralControls;
import waxwing.relay.v1.HeldRequest;
import waxwing.relay.v1.KindSetting;
import waxwing.relay.v1.Means;
import waxwing.relay.v1.ReadReceipts;
import waxwing.server.rpc.Rejection;

/// A person's controls, from generated messages and to them.
final class ControlsMessages {
    private ControlsMessages() {}

    static GeneralControls general(General own) {
        GeneralControls.Builder all = GeneralControls.newBuilder()
                .setOffersPerWeek(own.offersPerWeek())
                .setDefaultOffersPerWeek(Preferences.OFFERS_PER_WEEK)
                .setReadReceipts(
                        switch (own.readReceipts()) {
                            case ON -> ReadReceipts.READ_RECEIPTS_ON;
                            case OFF -> ReadReceipts.READ_RECEIPTS_OFF;
                        })
                .setFirstMessages(
                        switch (own.firstMessages()) {
                            case EVERYONE -> FirstMessages.FIRST_MESSAGES_EVERYONE;
                            case CONTACTS -> FirstMessages.FIRST_MESSAGES_CONTACTS;
                        });
        own.quietHours().ifPresent(hours -> all.setQuietHours(quietHours(hours)));
        for (MessageKind kind : MessageKind.values()) {
            if (kind != MessageKind.OFFER) {
                Setting setting = own.kinds().getOrDefault(kind, Setting.ALLOW);
                all.addKinds(kind(kind, setting, own.kinds().containsKey(kind)));
            }
        }
        return all.build();
    }

    static KindSetting.Builder kind(MessageKind kind, Setting setting, boolean chosen) {
        return KindSetting.newBuilder()
                .setKind(onTheWire(kind))
                .setSetting(KindSetting.Setting.valueOf(setting.name()))
                .setChosen(chosen);
    }

    private static waxwing.relay.v1.MessageKind onTheWire(MessageKind kind) {
        return waxwing.relay.v1.MessageKind.valueOf(kind.name());
    }

    private static waxwing.relay.v1.QuietHours.Builder quietHours(QuietHours hours) {
        return waxwing.relay.v1.QuietHours.newBuilder()
                .setFromMinute(minute(hours.from()))
                .setUntilMinute(minute(hours.until()))
                .setTimeZone(hours.zone().getId());
    }

    private static int minute(LocalTime time) {
        return time.getHour() * 60 + time.getMinute();
    }

    static UnaryOperator<General> change(ChangeGeneralControlsRequest request) {
        return switch (request.getChangeCase()) {
            case KIND -> {
                MessageKind kind =
                        MessageKind.valueOf(request.getKind().getKind().name());
                Optional<Setting> setting = setting(request.getKind().getSetting());
                yield own -> own.with(kind, setting);
            }
            case QUIET_HOURS -> {
                Optional<QuietHours> hours = Optional.of(quietHours(request.getQuietHours()));
                yield own -> own.with(hours);
            }
            case NO_QUIET_HOURS -> own -> own.with(Optional.empty());
            case OFFERS_PER_WEEK -> own -> own.withOffersPerWeek(request.getOffersPerWeek());
            case READ_RECEIPTS ->
                own -> own.with(
                        request.getReadReceipts() == ReadReceipts.READ_RECEIPTS_OFF
                                ? General.ReadReceipts.OFF
                                : General.ReadReceipts.ON);
            case FIRST_MESSAGES ->
                own -> own.with(
                        request.getFirstMessages() == FirstMessages.FIRST_MESSAGES_CONTACTS
                                ? General.FirstMessages.CONTACTS
                                : General.FirstMessages.EVERYONE);
            case CHANGE_NOT_SET -> throw Rejection.constraintViolated("change", "missing (expected: one of them)");
        };
    }

    private static Optional<Setting> setting(KindSetting.Setting setting) {
        return switch (setting) {
            case ALLOW -> Optional.of(Setting.ALLOW);
            case ASK -> Optional.of(Setting.ASK);
            case STOP -> Optional.of(Setting.STOP);
            case SETTING_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static QuietHours quietHours(waxwing.relay.v1.QuietHours hours) {
        try {
            return QuietHours.parse(hours.getFromMinute(), hours.getUntilMinute(), hours.getTimeZone());
        } catch (MalformedValueException e) {
            throw Rejection.constraintViolated("quiet_hours", String.valueOf(e.getMessage()));
        }
    }

    static Choice.Means means(Means means) {
        return means == Means.MESSAGE ? Choice.Means.MESSAGE : Choice.Means.COMMAND;
    }

    static waxwing.relay.v1.Choice choice(Choice choice) {
        return waxwing.relay.v1.Choice.newBuilder()
                .setKind(onTheWire(choice.kind()))
                .setSetting(KindSetting.Setting.valueOf(choice.setting().name()))
                .setChosenAtMs(choice.atMillis())
                .setMeans(Means.valueOf(choice.means().name()))
                .setDeviceId(choice.device().value())
                .build();
    }

    static HeldRequest.Builder request(Held.Request request) {
        return HeldRequest.newBuilder()
                .setBusinessAccountId(ByteString.copyFrom(request.business().toBytes()))
                .setKind(onTheWire(request.kind()))
                .setMessages(request.messages())
                .setOldestAtMs(request.oldestAtMillis())
                .setNewestAtMs(request.newestAtMillis());
    }
}
