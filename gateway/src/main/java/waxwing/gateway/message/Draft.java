package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// A checked request to send that is not durable yet.
///
/// @param id the caller's own choice, if it made one
/// @param sendAt when it is to go out; empty or past: at once
/// @param expiresIn after which, from then on, the message is no longer worth delivering
public record Draft(
        Optional<MessageId> id,
        PhoneNumber to,
        MessageKind kind,
        Body body,
        Optional<Instant> sendAt,
        Duration expiresIn,
        Optional<String> clientReference) {

    @Override
    public String toString() {
        return "Draft[" + kind + "]";
    }
}
