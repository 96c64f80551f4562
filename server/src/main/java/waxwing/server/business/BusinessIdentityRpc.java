package waxwing.server.business;

import io.grpc.stub.StreamObserver;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessIdentityGrpc;
import waxwing.relay.v1.CodeNotSent;
import waxwing.relay.v1.ConfirmDomainRequest;
import waxwing.relay.v1.ConfirmDomainResponse;
import waxwing.relay.v1.DomainProof;
import waxwing.relay.v1.DomainRefused;
import waxwing.relay.v1.NoSuchDomain;
import waxwing.relay.v1.NoTriesLeft;
import waxwing.relay.v1.ProfileRefused;
import waxwing.relay.v1.RateLimited;
import waxwing.relay.v1.RemoveDomainRequest;
import waxwing.relay.v1.RemoveDomainResponse;
import waxwing.relay.v1.StartDomainProofRequest;
import waxwing.relay.v1.StartDomainProofResponse;
import waxwing.relay.v1.UpdateProfileRequest;
import waxwing.relay.v1.UpdateProfileResponse;
import waxwing.server.business.DomainProofs.Confirmation;
import waxwing.server.business.DomainProofs.Start;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;

/// The edge of what a business proves and tells of itself.
public final class BusinessIdentityRpc extends BusinessIdentityGrpc.BusinessIdentityImplBase {
    private final DomainProofs domains;
    private final Profiles profiles;

    public BusinessIdentityRpc(DomainProofs domains, Profiles profiles) {
        this.domains = domains;
        this.profiles = profiles;
    }

    @Override
    public void startDomainProof(StartDomainProofRequest request, StreamObserver<StartDomainProofResponse> observer) {
        var answer = StartDomainProofResponse.newBuilder();
        switch (domains.start(caller(), request.getDomain(), request.getEmail())) {
            case Start.Sent(var proof) -> answer.setProof(proof(proof));
            case Start.RateLimited(var retryAfter) ->
                answer.setRateLimited(RateLimited.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)));
            case Start.NotSent _ -> answer.setCodeNotSent(CodeNotSent.getDefaultInstance());
            case Start.Refused(var why, String description) -> answer.setRefused(refused(why, description));
        }
        Answers.with(answer.build(), observer);
    }

    @Override
    public void confirmDomain(ConfirmDomainRequest request, StreamObserver<ConfirmDomainResponse> observer) {
        var answer = ConfirmDomainResponse.newBuilder();
        switch (domains.confirm(caller(), request.getDomain(), request.getCode())) {
            case Confirmation.Verified(OwnedDomain domain) -> answer.setVerified(WireIdentity.domain(domain));
            case Confirmation.WrongCode(var proof) -> answer.setWrongCode(proof(proof));
            case Confirmation.NoTriesLeft(var retryAfter) ->
                answer.setNoTriesLeft(NoTriesLeft.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)));
            case Confirmation.Refused(var why, String description) -> answer.setRefused(refused(why, description));
            case Confirmation.NoSuchProof _ -> answer.setNoSuchProof(NoSuchDomain.getDefaultInstance());
        }
        Answers.with(answer.build(), observer);
    }

    @Override
    public void removeDomain(RemoveDomainRequest request, StreamObserver<RemoveDomainResponse> observer) {
        var answer = RemoveDomainResponse.newBuilder();
        domains.remove(caller(), request.getDomain())
                .ifPresentOrElse(
                        removed -> answer.setRemoved(WireIdentity.domain(removed)),
                        () -> answer.setNoSuchDomain(NoSuchDomain.getDefaultInstance()));
        Answers.with(answer.build(), observer);
    }

    @Override
    public void updateProfile(UpdateProfileRequest request, StreamObserver<UpdateProfileResponse> observer) {
        var answer = UpdateProfileResponse.newBuilder();
        switch (profiles.change(caller(), request)) {
            case Profiles.Change.Changed(Profile profile) -> answer.setProfile(WireIdentity.profile(profile));
            case Profiles.Change.Refused(String field, String description) ->
                answer.setRefused(ProfileRefused.newBuilder().setField(field).setDescription(description));
        }
        Answers.with(answer.build(), observer);
    }

    private static AccountId caller() {
        return Callers.current().account();
    }

    private static DomainRefused refused(DomainProofs.Refusal why, String description) {
        return DomainRefused.newBuilder()
                .setReason(DomainRefused.Reason.valueOf(why.name()))
                .setDescription(description)
                .build();
    }

    private static DomainProof proof(DomainProofs.Proof proof) {
        return DomainProof.newBuilder()
                .setDomain(proof.domain().value())
                .setTriesLeft(proof.triesLeft())
                .setExpiresAtMs(proof.expiresAt().toEpochMilli())
                .build();
    }
}
