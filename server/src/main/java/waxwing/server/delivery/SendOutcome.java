package waxwing.server.delivery;

import waxwing.relay.v1.SubmitResult;
import waxwing.store.StorageFailure;

/// What became of a submit.
public sealed interface SendOutcome {
    record Answered(SubmitResult result) implements SendOutcome {}

    /// The sender's device was revoked after it was let in; nothing was stored.
    record Revoked() implements SendOutcome {}

    /// Nothing can be said: the storage failed. The sender repeats the submit.
    record Failed(StorageFailure failure) implements SendOutcome {}
}
