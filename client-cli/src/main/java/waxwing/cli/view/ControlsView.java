package waxwing.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.messages.Strangers;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Origin;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.GeneralControls;
import waxwing.client.people.HeldRequest;
import waxwing.model.MessageKind;

/// What a person set, in words.
public final class ControlsView {
    private ControlsView() {}

    public static List<SafeText> lines(GeneralControls controls) {
        List<SafeText> lines = new ArrayList<>();
        lines.add(SafeText.of("From businesses, unless you set something else for one:"));
        new TreeMap<>(controls.kinds())
                .forEach((kind, setting) -> lines.add(SafeText.of(
                        "  {} {} {}",
                        SafeText.line(kind.name()).padded(14),
                        SafeText.line(word(setting.permission())).padded(6),
                        setting.origin() == Origin.DEFAULT ? SafeText.of("default") : SafeText.of("your choice"))));
        lines.add(SafeText.of(
                "  {} {} until you allow a business's; then {} in any seven days from each{}",
                SafeText.line(MessageKind.OFFER.name()).padded(14),
                SafeText.line("off").padded(6),
                controls.offersPerWeek(),
                controls.offersPerWeek() == controls.defaultOffersPerWeek()
                        ? SafeText.EMPTY
                        : SafeText.of(" (default: {})", controls.defaultOffersPerWeek())));
        lines.add(controls.quietHours()
                .map(hours -> SafeText.of(
                        "Quiet hours: {} to {} ({}); codes come through",
                        hours.from(),
                        hours.until(),
                        SafeText.line(hours.zone())))
                .orElse(SafeText.of("Quiet hours: none")));
        lines.add(SafeText.of(
                "Businesses learn what you read: {}",
                switch (controls.readReceipts()) {
                    case ON -> "yes";
                    case OFF -> "no";
                }));
        lines.add(SafeText.of(
                "First messages: {}",
                switch (controls.firstMessages()) {
                    case EVERYONE -> "from everyone";
                    case CONTACTS -> "from contacts; others' wait under: waxwing requests";
                }));
        return lines;
    }

    /// As `controls set` takes it.
    public static String word(Permission permission) {
        return switch (permission) {
            case ALLOWED -> "allow";
            case ASKED -> "ask";
            case STOPPED -> "off";
            case BLOCKED -> "blocked";
        };
    }

    public static Json json(GeneralControls controls) {
        Json kinds = Json.object();
        new TreeMap<>(controls.kinds()).forEach((kind, setting) -> kinds.put(kind.name(), json(setting)));
        Json json = Json.answer().put("kinds", kinds);
        controls.quietHours()
                .ifPresentOrElse(
                        hours -> json.put(
                                "quiet_hours",
                                Json.object()
                                        .put("from", hours.from().toString())
                                        .put("until", hours.until().toString())
                                        .put("time_zone", hours.zone())),
                        () -> json.put("quiet_hours", Optional.empty()));
        Json offers =
                Json.object().put("per_week", controls.offersPerWeek()).put("default", controls.defaultOffersPerWeek());
        return json.put("caps", Json.object().put(MessageKind.OFFER.name(), offers))
                .put(
                        "read_receipts",
                        Json.object().put("business", controls.readReceipts() == GeneralControls.ReadReceipts.ON))
                .put("first_messages", controls.firstMessages().name().toLowerCase(Locale.ROOT));
    }

    private static Json json(KindSetting setting) {
        return Json.object()
                .put("setting", word(setting.permission()))
                .put("origin", setting.origin() == Origin.DEFAULT ? "default" : "chosen");
    }

    public static Json json(HeldRequest request) {
        return Json.answer()
                .put("type", "business")
                .put("business", ContactView.business(request.business()))
                .put("number", request.business().number().map(number -> number.e164()))
                .put("kind", request.kind().name())
                .put("messages", request.messages())
                .put("oldest_at", MessageView.rfc3339(request.oldest()))
                .put("newest_at", MessageView.rfc3339(request.newest()));
    }

    public static Json json(Strangers.Waiting one, MessageView messages) {
        return Json.answer()
                .put("type", "person")
                .put("from", one.stranger().number().map(number -> number.e164()))
                .put("messages", one.messages())
                .put("oldest_at", MessageView.rfc3339(one.first().at()))
                .put("newest_at", MessageView.rfc3339(one.newest()))
                .put("text", messages.text(one.first()));
    }
}
