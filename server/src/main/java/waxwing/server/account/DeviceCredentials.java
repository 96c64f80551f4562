package waxwing.server.account;

import waxwing.model.AccountId;
import waxwing.model.DeviceId;

/// What a device calls with: who it says it is, and the secret that proves it.
public record DeviceCredentials(AccountId account, DeviceId device, DeviceSecret secret) {}
