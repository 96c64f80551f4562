package waxwing.server.account;

/// What a device says about itself when it registers.
///
/// @param registrationId 1..16380
/// @param type for example `linux-cli`
/// @param osVersion for example `Linux 6.1`
public record NewDevice(int registrationId, DeviceSecret secret, String type, String osVersion) {}
