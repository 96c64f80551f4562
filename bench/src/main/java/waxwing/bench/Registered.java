package waxwing.bench;

import waxwing.model.AccountId;

/// What registering a device gave.
///
/// @param secret base64url of 32 bytes, as credentials carry it
record Registered(AccountId account, int registrationId, String secret) {
    String credentials() {
        return "Waxwing " + account + ".1:" + secret;
    }

    @Override
    public String toString() {
        return account.toString();
    }
}
