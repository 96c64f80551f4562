package waxwing.gateway.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Messages as they are shown, within the caller's transaction.
final class SqlMessageViews {
    private static final String MESSAGE = """
            SELECT message_id, ordinal, phone_number, kind, client_reference, created_at_ms, send_at_ms, expires_at_ms
            FROM message
            """;

    private SqlMessageViews() {}

    static Optional<Message> find(Handle handle, MessageId id) {
        Map<UUID, List<TimelineEntry>> timelines = timelines(handle, List.of(id.value()));
        return handle.createQuery(MESSAGE + "WHERE message_id = :id")
                .bind("id", id.value())
                .map((row, _) -> message(row, timelines))
                .findOne();
    }

    static MessagePage list(Handle handle, MessagePage.Query query) {
        Query places = handle.createQuery("SELECT message_id, ordinal FROM message WHERE ordinal < :before"
                        + (query.status().isPresent()
                                ? " AND status = :status ORDER BY status DESC, ordinal DESC"
                                : " ORDER BY ordinal DESC")
                        + " LIMIT :limit")
                .bind("before", query.before().orElse(Long.MAX_VALUE));
        query.status().ifPresent(status -> places.bind("status", status.name()));
        return page(handle, places, query.limit());
    }

    /// @param query finds ids and ordinals, newest first, as many as its `:limit` says
    static MessagePage page(Handle handle, Query query, int limit) {
        // One more than asked for tells whether there is a next page.
        List<Place> places = query.bind("limit", limit + 1)
                .map((row, _) -> new Place(row.getObject("message_id", UUID.class), row.getLong("ordinal")))
                .list();
        List<Place> page = places.subList(0, Math.min(places.size(), limit));
        if (page.isEmpty()) {
            return new MessagePage(List.of(), OptionalLong.empty());
        }
        List<UUID> ids = page.stream().map(Place::message).toList();
        Map<UUID, List<TimelineEntry>> timelines = timelines(handle, ids);
        List<Message> messages = handle.createQuery(MESSAGE + "WHERE message_id IN (<ids>) ORDER BY ordinal DESC")
                .bindList("ids", ids)
                .map((row, _) -> message(row, timelines))
                .list();
        OptionalLong next =
                places.size() > page.size() ? OptionalLong.of(page.getLast().ordinal()) : OptionalLong.empty();
        return new MessagePage(messages, next);
    }

    /// The earliest time at which a scheduled message goes out or an accepted one is over.
    static Optional<Instant> nextDue(Handle handle) {
        return Stream.of(MessageStatus.SCHEDULED, MessageStatus.ACCEPTED)
                .map(status -> firstDue(handle, status))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> firstDue(Handle handle, MessageStatus status) {
        return handle.createQuery(
                        "SELECT due_at_ms FROM message WHERE status = :status ORDER BY status, due_at_ms LIMIT 1")
                .bind("status", status.name())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    private record Place(UUID message, long ordinal) {}

    /// All entries but the first, which a message's own row tells; older messages have one of it, too.
    private static Map<UUID, List<TimelineEntry>> timelines(Handle handle, List<UUID> ids) {
        return handle.createQuery("""
                        SELECT message_id, status, code, at_ms FROM timeline
                        WHERE message_id IN (<ids>) AND position > 0 ORDER BY message_id, position
                        """).bindList("ids", ids).reduceRows(new HashMap<>(), (timelines, row) -> {
            timelines
                    .computeIfAbsent(row.getColumn("message_id", UUID.class), _ -> new ArrayList<>())
                    .add(new TimelineEntry(
                            MessageStatus.valueOf(row.getColumn("status", String.class)),
                            Optional.ofNullable(row.getColumn("code", String.class)),
                            Instant.ofEpochMilli(row.getColumn("at_ms", Long.class))));
            return timelines;
        });
    }

    private static Message message(ResultSet row, Map<UUID, List<TimelineEntry>> timelines) throws SQLException {
        UUID id = row.getObject("message_id", UUID.class);
        long sendAt = row.getLong("send_at_ms");
        Optional<Instant> scheduled = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(sendAt));
        var lifetime = new Lifetime(
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                scheduled,
                Instant.ofEpochMilli(row.getLong("expires_at_ms")));
        return new Message(
                new MessageId(id),
                PhoneNumber.ofE164(row.getString("phone_number")),
                MessageKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("client_reference")),
                lifetime,
                Stream.concat(Stream.of(lifetime.firstEntry()), timelines.getOrDefault(id, List.of()).stream())
                        .toList());
    }
}
