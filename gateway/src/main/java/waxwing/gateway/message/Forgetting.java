package waxwing.gateway.message;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import waxwing.model.MessageId;

/// Has messages, and forgets them when it is told to.
public interface Forgetting {
    /// Forgets messages that it has taken over: it knows nothing of them any more, and takes one of the same id for
    /// another.
    ///
    /// @param ids at most some hundred
    /// @return those that it has kept all the same, with until when: of which people can still ask something after
    ///     `time`
    Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time);

    /// Forgets what is no use any more, up to the cursor and from `time` or before.
    void forgetOld(long cursor, Instant time);
}
