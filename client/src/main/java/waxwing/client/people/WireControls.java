package waxwing.client.people;

import java.util.Optional;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Origin;
import waxwing.client.people.BusinessView.Permission;
import waxwing.model.MessageKind;
import waxwing.relay.v1.KindSetting.Setting;

/// What the relay says of kinds and settings, in this end's words.
final class WireControls {
    private WireControls() {}

    static Optional<MessageKind> kind(waxwing.relay.v1.MessageKind kind) {
        return switch (kind) {
            case RECEIPT -> Optional.of(MessageKind.RECEIPT);
            case RESERVATION -> Optional.of(MessageKind.RESERVATION);
            case DELIVERY -> Optional.of(MessageKind.DELIVERY);
            case CODE -> Optional.of(MessageKind.CODE);
            case OFFER -> Optional.of(MessageKind.OFFER);
            case CONVERSATION -> Optional.of(MessageKind.CONVERSATION);
            case MESSAGE_KIND_UNSPECIFIED, REPAIR, UNRECOGNIZED -> Optional.empty();
        };
    }

    static KindSetting setting(waxwing.relay.v1.KindSetting told) {
        Origin origin = told.getChosen() ? Origin.CHOSEN : told.getChosenForKind() ? Origin.KIND : Origin.DEFAULT;
        return new KindSetting(permission(told.getSetting()), origin);
    }

    /// What a later relay may say is not let through, as far as this end knows.
    static Permission permission(Setting setting) {
        return switch (setting) {
            case ALLOW -> Permission.ALLOWED;
            case ASK -> Permission.ASKED;
            case STOP, SETTING_UNSPECIFIED, UNRECOGNIZED -> Permission.STOPPED;
        };
    }

    static Setting setting(Permission permission) {
        return switch (permission) {
            case ALLOWED -> Setting.ALLOW;
            case ASKED -> Setting.ASK;
            case STOPPED, BLOCKED -> Setting.STOP;
        };
    }

    static waxwing.relay.v1.Means means(Choice.Means means) {
        return switch (means) {
            case COMMAND -> waxwing.relay.v1.Means.COMMAND;
            case MESSAGE -> waxwing.relay.v1.Means.MESSAGE;
        };
    }
}
