package waxwing.server.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waxwing.relay.v1.KindSetting.Setting;
import waxwing.relay.v1.MessageKind;

/// What one person lets one business send them, as the person's guide says it: what may arrive now, what waits,
/// and what never arrives.
final class SettingsModel {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /// What a business is answered from; a block freezes it.
    private record Rules(
            Map<MessageKind, Setting> forBusiness,
            Map<MessageKind, Setting> forKind,
            int offersPerWeek,
            Instant lastMessage) {
        Setting of(MessageKind kind) {
            Setting unchosen = kind == MessageKind.OFFER ? Setting.STOP : forKind.getOrDefault(kind, Setting.ALLOW);
            return forBusiness.getOrDefault(kind, unchosen);
        }
    }

    private record Waiting(MessageKind kind, String text) {}

    /// From one hour to another, UTC.
    private record Quiet(int from, int until) {
        boolean isAt(Instant now) {
            int hour = LocalTime.ofInstant(now, ZoneOffset.UTC).getHour();
            return from < until ? from <= hour && hour < until : from <= hour || hour < until;
        }
    }

    private final Map<MessageKind, Setting> forBusiness = new EnumMap<>(MessageKind.class);
    private final Map<MessageKind, Setting> forKind = new EnumMap<>(MessageKind.class);
    private final List<Instant> offers = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private int offersPerWeek = 4;
    private Instant lastMessage = Instant.EPOCH;
    private Optional<Quiet> quiet = Optional.empty();
    private Optional<Rules> frozen = Optional.empty();

    private Rules rules() {
        return new Rules(new EnumMap<>(forBusiness), new EnumMap<>(forKind), offersPerWeek, lastMessage);
    }

    void chooses(MessageKind kind, Setting setting) {
        forBusiness.put(kind, setting);
    }

    void choosesForAll(MessageKind kind, Setting setting) {
        forKind.put(kind, setting);
    }

    void wantsOffers(int inAWeek) {
        offersPerWeek = inAWeek;
    }

    void wantsQuiet(int fromHour, int untilHour) {
        quiet = Optional.of(new Quiet(fromHour, untilHour));
    }

    void wantsNoQuiet() {
        quiet = Optional.empty();
    }

    void writes(Instant now) {
        lastMessage = now;
    }

    boolean isBlocked() {
        return frozen.isPresent();
    }

    void blocks() {
        frozen = Optional.of(rules());
    }

    void unblocks() {
        frozen = Optional.empty();
    }

    /// The business sends.
    void sends(MessageKind kind, String text, Instant now) {
        Rules rules = frozen.orElseGet(this::rules);
        boolean refused = rules.of(kind) == Setting.STOP
                || (kind == MessageKind.CONVERSATION
                        && !now.isBefore(rules.lastMessage().plus(DAY)));
        if (!refused && kind == MessageKind.OFFER) {
            offers.removeIf(at -> !at.isAfter(now.minus(WEEK)));
            refused = offers.size() >= rules.offersPerWeek();
            if (!refused) {
                offers.add(now);
            }
        }
        if (!refused) {
            waiting.add(new Waiting(kind, text));
        }
    }

    /// What arrives now, in order; what is refused by now never does.
    List<String> arrives(Instant now) {
        Rules rules = rules();
        if (isBlocked()) {
            waiting.clear();
        }
        waiting.removeIf(one -> rules.of(one.kind()) == Setting.STOP);
        List<Waiting> arriving = waiting.stream()
                .filter(one -> rules.of(one.kind()) == Setting.ALLOW)
                .filter(one -> one.kind() == MessageKind.CODE
                        || quiet.filter(hours -> hours.isAt(now)).isEmpty())
                .toList();
        waiting.removeAll(arriving);
        return arriving.stream().map(Waiting::text).toList();
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public String toString() {
        return "for the business " + forBusiness + ", for all " + forKind + ", offers " + offersPerWeek + ", " + quiet
                + ", blocked " + isBlocked();
    }
}
