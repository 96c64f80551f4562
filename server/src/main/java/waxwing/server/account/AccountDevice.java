package waxwing.server.account;

import waxwing.model.DeviceId;
import waxwing.server.mailbox.QueueId;

/// A device that is registered now.
///
/// @param registrationId 1..16380, made by the device; tells a reused device id from the one that was meant
public record AccountDevice(DeviceId id, int registrationId, QueueId queue) {}
