package waxwing.client.exchange;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import waxwing.client.profile.Profile;
import waxwing.client.registration.Account;
import waxwing.crypto.Sessions;
import waxwing.model.AccountType;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;

/// This end itself: its account, its keys, its clock and its chance.
record Own(Account account, Profile profile, RelayTime relayTime) {
    Own(Account account, Profile profile) {
        this(account, profile, new RelayTime(profile.environment().clock()));
    }

    boolean isBusiness() {
        return account.type() == AccountType.BUSINESS;
    }

    /// To be used within a transaction.
    Sessions sessions() {
        return profile.sessions();
    }

    InstantSource clock() {
        return profile.environment().clock();
    }

    Instant now() {
        return clock().instant();
    }

    SecureRandom random() {
        return profile.environment().random();
    }

    MessageId newMessageId() {
        return new MessageId(Uuids.version7(clock(), random()));
    }

    SubmitId newSubmitId() {
        return new SubmitId(Uuids.version7(relayTime, random()));
    }
}
