package waxwing.client.registration;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.relay.RelayConnection;
import waxwing.crypto.SecretBytes;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.relay.v1.CheckCodeRequest;
import waxwing.relay.v1.CheckCodeResponse;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.RegisterRequest;
import waxwing.relay.v1.RegisterResponse;
import waxwing.relay.v1.Registered;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.RegistrationGrpc.RegistrationBlockingStub;
import waxwing.relay.v1.ResendCodeRequest;
import waxwing.relay.v1.ResendCodeResponse;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.relay.v1.StartVerificationResponse;
import waxwing.relay.v1.VerificationSession;

/// One conversation with a relay that makes a phone number an account of a profile: start, check the code,
/// register.
///
/// Every method asks the relay. Not thread-safe.
///
/// @see waxwing.client.relay.RelayFailureException
public final class Registering implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final int SECRET_SIZE = 32;

    private final RelayLink relay;
    private final Environment environment;
    private final RelayConnection connection;
    private @Nullable PhoneNumber number;
    private @Nullable VerificationSession session;

    private Registering(RelayLink relay, Environment environment) {
        this.relay = relay;
        this.environment = environment;
        this.connection = RelayConnection.anonymous(relay);
    }

    public static Registering at(RelayLink relay, Environment environment) {
        return new Registering(relay, environment);
    }

    /// Has the relay send a code to the number.
    public StartOutcome start(PhoneNumber wanted) {
        StartVerificationResponse response = connection.call(
                RegistrationGrpc::newBlockingStub,
                (RegistrationBlockingStub stub) -> stub.startVerification(StartVerificationRequest.newBuilder()
                        .setPhoneNumber(wanted.e164())
                        .build()));
        number = wanted;
        return switch (response.getOutcomeCase()) {
            case SESSION -> sent(response.getSession());
            case RATE_LIMITED ->
                new StartOutcome.RateLimited(
                        Duration.ofMillis(response.getRateLimited().getRetryAfterMs()));
            case CODE_NOT_SENT, OUTCOME_NOT_SET -> new StartOutcome.CodeNotSent();
        };
    }

    /// Has the relay send another code; the one before is void.
    public StartOutcome resend() {
        VerificationSession running = session;
        if (running == null) {
            return new StartOutcome.SessionOver();
        }
        ResendCodeResponse response = connection.call(
                RegistrationGrpc::newBlockingStub,
                (RegistrationBlockingStub stub) -> stub.resendCode(ResendCodeRequest.newBuilder()
                        .setSessionId(running.getSessionId())
                        .build()));
        return switch (response.getOutcomeCase()) {
            case SESSION -> sent(response.getSession());
            case RATE_LIMITED ->
                new StartOutcome.RateLimited(
                        Duration.ofMillis(response.getRateLimited().getRetryAfterMs()));
            case CODE_NOT_SENT, OUTCOME_NOT_SET -> new StartOutcome.CodeNotSent();
            case SESSION_NOT_FOUND -> new StartOutcome.SessionOver();
        };
    }

    private StartOutcome sent(VerificationSession started) {
        session = started;
        return new StartOutcome.CodeSent(
                Instant.ofEpochMilli(started.getNextCodeAtMs()),
                Instant.ofEpochMilli(started.getExpiresAtMs()),
                started.getTriesLeft(),
                started.getTermsVersion());
    }

    public CodeOutcome check(String code) {
        VerificationSession running = session;
        if (running == null) {
            return new CodeOutcome.SessionOver();
        }
        String typed = code.strip();
        if (!CODE.matcher(typed).matches()) {
            return new CodeOutcome.MalformedCode();
        }
        CheckCodeResponse response = connection.call(
                RegistrationGrpc::newBlockingStub,
                (RegistrationBlockingStub stub) -> stub.checkCode(CheckCodeRequest.newBuilder()
                        .setSessionId(running.getSessionId())
                        .setCode(typed)
                        .build()));
        return switch (response.getOutcomeCase()) {
            case VERIFIED -> {
                session = response.getVerified();
                yield new CodeOutcome.Verified();
            }
            case WRONG_CODE -> new CodeOutcome.WrongCode(response.getWrongCode().getTriesLeft());
            case NO_TRIES_LEFT ->
                new CodeOutcome.NoTriesLeft(
                        Duration.ofMillis(response.getNoTriesLeft().getRetryAfterMs()));
            case SESSION_NOT_FOUND, OUTCOME_NOT_SET -> new CodeOutcome.SessionOver();
        };
    }

    /// Registers with keys that are durable in the profile first. Registering accepts the terms of the version
    /// that [#start] named.
    public RegisterOutcome register(Profile profile, Registrant registrant) {
        VerificationSession verified = session;
        PhoneNumber verifiedNumber = number;
        if (verified == null || verifiedNumber == null) {
            return new RegisterOutcome.NotVerified();
        }
        byte[] secret = new byte[SECRET_SIZE];
        environment.random().nextBytes(secret);
        RegisterRequest request = profile.database().inTransaction(_ -> request(profile, registrant, verified, secret));
        RegisterResponse response = connection.call(
                RegistrationGrpc::newBlockingStub, (RegistrationBlockingStub stub) -> stub.register(request));
        return switch (response.getOutcomeCase()) {
            case REGISTERED -> {
                Account account = account(response.getRegistered(), verifiedNumber, registrant);
                keep(profile, account, SecretBytes.copyOf(secret), request.getKeys());
                session = null;
                yield new RegisterOutcome.Registered(
                        account.id(),
                        response.getRegistered().getAccountKept()
                                ? RegisterOutcome.Origin.KEPT
                                : RegisterOutcome.Origin.NEW);
            }
            case TERMS_NOT_ACCEPTED ->
                new RegisterOutcome.TermsNotAccepted(
                        response.getTermsNotAccepted().getCurrentVersion());
            case BAD_KEY_SIGNATURE -> new RegisterOutcome.KeysRefused();
            case SESSION_NOT_VERIFIED, OUTCOME_NOT_SET -> new RegisterOutcome.NotVerified();
        };
    }

    private static RegisterRequest request(
            Profile profile, Registrant registrant, VerificationSession verified, byte[] secret) {
        DeviceKeys keys = profile.preKeys().first();
        RegisterRequest.Builder request = RegisterRequest.newBuilder()
                .setSessionId(verified.getSessionId())
                .setIdentityKey(profile.vault().ownIdentity().publicKey().serialized())
                .setRegistrationId(
                        profile.vault().ownIdentity().registrationId().value())
                .setDeviceSecret(ByteString.copyFrom(secret))
                .setKeys(keys)
                .setTermsVersionAccepted(verified.getTermsVersion())
                .setDeviceType(registrant.deviceType())
                .setOsVersion(registrant.osVersion());
        switch (registrant.role()) {
            case Registrant.Role.Person _ -> request.setAccountType(waxwing.relay.v1.AccountType.ACCOUNT_TYPE_PERSON);
            case Registrant.Role.Business(String name) ->
                request.setAccountType(waxwing.relay.v1.AccountType.ACCOUNT_TYPE_BUSINESS)
                        .setBusinessName(name);
        }
        return request.build();
    }

    private Account account(Registered registered, PhoneNumber ownNumber, Registrant registrant) {
        AccountType type = switch (registrant.role()) {
            case Registrant.Role.Person _ -> AccountType.PERSON;
            case Registrant.Role.Business _ -> AccountType.BUSINESS;
        };
        Optional<String> name = switch (registrant.role()) {
            case Registrant.Role.Person(Optional<String> own) -> own;
            case Registrant.Role.Business(String own) -> Optional.of(own);
        };
        return new Account(
                AccountId.ofBytes(registered.getAccountId().toByteArray()),
                new DeviceId(registered.getDeviceId()),
                ownNumber,
                type,
                name,
                relay);
    }

    private void keep(Profile profile, Account account, SecretBytes secret, DeviceKeys keys) {
        var relayKey = connection
                .relayKey()
                .orElseThrow(() -> new IllegalStateException("the relay has answered without showing its key"));
        profile.database().inTransaction(_ -> {
            new SqlAccountStore(profile.database(), environment.clock())
                    .save(new AccountStore.Stored(account, secret, relayKey));
            profile.preKeys().published(keys);
            return account;
        });
    }

    @Override
    public void close() {
        connection.close();
    }
}
