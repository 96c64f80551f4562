package waxwing.server.account;

/// A device as the store has it.
public record StoredDevice(AccountDevice device, DeviceSecret.Hash secretHash) {}
