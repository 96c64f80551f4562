package waxwing.server.account;

import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.server.mailbox.QueueId;

/// The device that makes a call, as its credentials proved it. Never taken from a request.
public record Caller(AccountId account, DeviceId device, AccountType type, QueueId queue) {}
