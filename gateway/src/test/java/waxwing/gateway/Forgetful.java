package waxwing.gateway;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import waxwing.gateway.message.Forgetting;
import waxwing.model.MessageId;

/// What is told to forget messages, and writes down which.
///
/// @param stays what it keeps all the same
public record Forgetful(List<MessageId> forgotten, Map<MessageId, Instant> stays) implements Forgetting {
    @Override
    public Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time) {
        forgotten.addAll(ids);
        return stays;
    }

    @Override
    public void forgetOld(long cursor, Instant time) {
        // It has nothing else.
    }
}
