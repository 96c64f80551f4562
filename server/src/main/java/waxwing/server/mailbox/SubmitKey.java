package waxwing.server.mailbox;

import waxwing.model.AccountId;
import waxwing.model.SubmitId;

/// What makes a submit idempotent: who sent it (the queue names the device and its registration), its id, and
/// which of its destinations.
public record SubmitKey(SubmitId submit, QueueId sender, AccountId destination) {}
