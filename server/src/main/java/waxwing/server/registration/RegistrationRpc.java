package waxwing.server.registration;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import waxwing.model.AccountType;
import waxwing.model.MalformedValueException;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.BadKeySignature;
import waxwing.relay.v1.CheckCodeRequest;
import waxwing.relay.v1.CheckCodeResponse;
import waxwing.relay.v1.CodeNotSent;
import waxwing.relay.v1.NoTriesLeft;
import waxwing.relay.v1.RateLimited;
import waxwing.relay.v1.RegisterRequest;
import waxwing.relay.v1.RegisterResponse;
import waxwing.relay.v1.Registered;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.ResendCodeRequest;
import waxwing.relay.v1.ResendCodeResponse;
import waxwing.relay.v1.SessionNotFound;
import waxwing.relay.v1.SessionNotVerified;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.relay.v1.StartVerificationResponse;
import waxwing.relay.v1.TermsNotAccepted;
import waxwing.relay.v1.VerificationSession;
import waxwing.server.account.DeviceSecret;
import waxwing.server.account.NewDevice;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.CallSource;
import waxwing.server.rpc.Callers;
import waxwing.server.rpc.Printable;
import waxwing.server.rpc.Rejection;

/// The edge of the service `Registration`.
public final class RegistrationRpc extends RegistrationGrpc.RegistrationImplBase {
    private final PhoneProof proof;
    private final Registration registration;

    public RegistrationRpc(PhoneProof proof, Registration registration) {
        this.proof = proof;
        this.registration = registration;
    }

    @Override
    public void startVerification(StartVerificationRequest request, StreamObserver<StartVerificationResponse> answer) {
        StartVerificationResponse.Builder response = StartVerificationResponse.newBuilder();
        switch (proof.start(possibleNumber(request.getPhoneNumber()), source())) {
            case CodeResult.Sent(var session) -> response.setSession(wire(session));
            case CodeResult.RateLimited(var retryAfter) -> response.setRateLimited(wire(retryAfter));
            case CodeResult.NotSent() -> response.setCodeNotSent(CodeNotSent.getDefaultInstance());
            case CodeResult.SessionNotFound() -> throw new IllegalStateException("a session that starts is there");
        }
        Answers.with(response.build(), answer);
    }

    @Override
    public void resendCode(ResendCodeRequest request, StreamObserver<ResendCodeResponse> answer) {
        ResendCodeResponse.Builder response = ResendCodeResponse.newBuilder();
        switch (proof.resend(new SessionId(request.getSessionId()), source())) {
            case CodeResult.Sent(var session) -> response.setSession(wire(session));
            case CodeResult.RateLimited(var retryAfter) -> response.setRateLimited(wire(retryAfter));
            case CodeResult.NotSent() -> response.setCodeNotSent(CodeNotSent.getDefaultInstance());
            case CodeResult.SessionNotFound() -> response.setSessionNotFound(SessionNotFound.getDefaultInstance());
        }
        Answers.with(response.build(), answer);
    }

    @Override
    public void checkCode(CheckCodeRequest request, StreamObserver<CheckCodeResponse> answer) {
        CheckCodeResponse.Builder response = CheckCodeResponse.newBuilder();
        switch (proof.check(new SessionId(request.getSessionId()), request.getCode())) {
            case CheckResult.Verified(var session) -> response.setVerified(wire(session));
            case CheckResult.WrongCode(var session) -> response.setWrongCode(wire(session));
            case CheckResult.NoTriesLeft(var retryAfter) ->
                response.setNoTriesLeft(NoTriesLeft.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)));
            case CheckResult.SessionNotFound() -> response.setSessionNotFound(SessionNotFound.getDefaultInstance());
        }
        Answers.with(response.build(), answer);
    }

    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
        RegisterResponse.Builder response = RegisterResponse.newBuilder();
        switch (registration.register(application(request))) {
            case RegistrationResult.Registered(var account, var device, var continuity) ->
                response.setRegistered(Registered.newBuilder()
                        .setAccountId(ByteString.copyFrom(account.toBytes()))
                        .setDeviceId(device.value())
                        .setAccountKept(continuity == RegistrationResult.Continuity.KEPT));
            case RegistrationResult.SessionNotVerified() ->
                response.setSessionNotVerified(SessionNotVerified.getDefaultInstance());
            case RegistrationResult.TermsNotAccepted(var current) ->
                response.setTermsNotAccepted(TermsNotAccepted.newBuilder().setCurrentVersion(current));
            case RegistrationResult.BadKeySignature() ->
                response.setBadKeySignature(BadKeySignature.getDefaultInstance());
        }
        Answers.with(response.build(), answer);
    }

    private static Application application(RegisterRequest request) {
        AccountType type = type(request.getAccountType());
        return new Application(
                new SessionId(request.getSessionId()),
                type,
                request.getIdentityKey(),
                new NewDevice(
                        request.getRegistrationId(),
                        DeviceSecret.of(request.getDeviceSecret()),
                        request.getDeviceType(),
                        request.getOsVersion()),
                request.getKeys(),
                request.getTermsVersionAccepted(),
                businessName(type, request.getBusinessName()));
    }

    private static AccountType type(waxwing.relay.v1.AccountType type) {
        return switch (type) {
            case ACCOUNT_TYPE_PERSON -> AccountType.PERSON;
            case ACCOUNT_TYPE_BUSINESS -> AccountType.BUSINESS;
            case ACCOUNT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw Rejection.constraintViolated("account_type", "has to be PERSON or BUSINESS");
        };
    }

    private static String businessName(AccountType type, String name) {
        String stripped = name.strip();
        if (type == AccountType.PERSON && !stripped.isEmpty()) {
            throw Rejection.constraintViolated("business_name", "is for a business only");
        }
        if (type == AccountType.BUSINESS && stripped.isEmpty()) {
            throw Rejection.constraintViolated("business_name", "is missing (expected: the business's name)");
        }
        if (!stripped.codePoints().allMatch(Printable::is)) {
            throw Rejection.constraintViolated("business_name", "has a control or direction character");
        }
        return stripped;
    }

    private static PhoneNumber possibleNumber(String e164) {
        try {
            return PhoneNumber.parse(e164);
        } catch (MalformedValueException e) {
            throw Rejection.constraintViolated("phone_number", String.valueOf(e.getMessage()));
        }
    }

    private static CallSource source() {
        return CallSource.of(Callers.remoteAddress());
    }

    private VerificationSession wire(Session session) {
        return VerificationSession.newBuilder()
                .setSessionId(session.id().value())
                .setNextCodeAtMs(session.nextCodeAt().toEpochMilli())
                .setTriesLeft(session.triesLeft())
                .setExpiresAtMs(session.expiresAt().toEpochMilli())
                .setTermsVersion(registration.currentTerms())
                .setVerified(session.verified())
                .build();
    }

    private static RateLimited wire(Duration retryAfter) {
        return RateLimited.newBuilder()
                .setRetryAfterMs(Answers.millis(retryAfter))
                .build();
    }
}
