package waxwing.client.business;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.registration.Description;
import waxwing.client.registration.ProvenDomain;
import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.BusinessIdentityGrpc;
import waxwing.relay.v1.BusinessIdentityGrpc.BusinessIdentityBlockingStub;
import waxwing.relay.v1.ConfirmDomainRequest;
import waxwing.relay.v1.ConfirmDomainResponse;
import waxwing.relay.v1.RemoveDomainRequest;
import waxwing.relay.v1.RemoveDomainResponse;
import waxwing.relay.v1.StartDomainProofRequest;
import waxwing.relay.v1.StartDomainProofResponse;
import waxwing.relay.v1.UpdateProfileRequest;
import waxwing.relay.v1.UpdateProfileResponse;

/// What a business proves and tells of itself. Of a business's account only.
///
/// Every method but [#domains] asks the relay.
///
/// @see waxwing.client.relay.RelayFailureException
public final class BusinessIdentity {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_ADDRESS = 320;

    private final RelayConnection relay;
    private final OwnCertificate certificate;

    public BusinessIdentity(RelayConnection relay, OwnCertificate certificate) {
        this.relay = relay;
        this.certificate = certificate;
    }

    /// Where the business may link to, by the certificate that the relay gave last.
    public VerifiedDomains domains() {
        return certificate
                .last()
                .map(own -> VerifiedDomains.of(own.speaker().domains()))
                .orElseGet(VerifiedDomains::none);
    }

    /// As [#domains], by a certificate that the relay is asked for now.
    public VerifiedDomains askDomains() {
        certificate.ask();
        return domains();
    }

    /// Has a code sent to an address of the domain.
    public DomainStart start(String domain, String email) {
        if (!fits(domain, LONGEST_DOMAIN) || !fits(email, LONGEST_ADDRESS)) {
            return new DomainStart.Refused("not a domain and an address of it (expected: 1 to " + LONGEST_DOMAIN
                    + " and 1 to " + LONGEST_ADDRESS + " characters)");
        }
        StartDomainProofResponse response = call(stub -> stub.startDomainProof(StartDomainProofRequest.newBuilder()
                .setDomain(domain)
                .setEmail(email)
                .build()));
        return switch (response.getOutcomeCase()) {
            case PROOF ->
                new DomainStart.CodeSent(
                        response.getProof().getDomain(),
                        response.getProof().getTriesLeft(),
                        Instant.ofEpochMilli(response.getProof().getExpiresAtMs()));
            case RATE_LIMITED ->
                new DomainStart.RateLimited(
                        Duration.ofMillis(response.getRateLimited().getRetryAfterMs()));
            case REFUSED -> new DomainStart.Refused(response.getRefused().getDescription());
            case CODE_NOT_SENT, OUTCOME_NOT_SET -> new DomainStart.CodeNotSent();
        };
    }

    public DomainConfirmation confirm(String domain, String code) {
        String typed = code.strip();
        if (!CODE.matcher(typed).matches()) {
            return new DomainConfirmation.MalformedCode();
        }
        if (!fits(domain, LONGEST_DOMAIN)) {
            return new DomainConfirmation.NoSuchProof();
        }
        ConfirmDomainResponse response = call(stub -> stub.confirmDomain(ConfirmDomainRequest.newBuilder()
                .setDomain(domain)
                .setCode(typed)
                .build()));
        return switch (response.getOutcomeCase()) {
            case VERIFIED -> {
                certificate.ask();
                yield new DomainConfirmation.Verified(ProvenDomain.of(response.getVerified()));
            }
            case WRONG_CODE ->
                new DomainConfirmation.WrongCode(response.getWrongCode().getTriesLeft());
            case NO_TRIES_LEFT ->
                new DomainConfirmation.NoTriesLeft(
                        Duration.ofMillis(response.getNoTriesLeft().getRetryAfterMs()));
            case REFUSED -> new DomainConfirmation.Refused(response.getRefused().getDescription());
            case NO_SUCH_PROOF, OUTCOME_NOT_SET -> {
                // Perhaps an earlier answer, that it is verified, was lost.
                certificate.ask();
                yield new DomainConfirmation.NoSuchProof();
            }
        };
    }

    /// @return the domain that the business had; empty if it hadn't
    public Optional<ProvenDomain> remove(String domain) {
        if (!fits(domain, LONGEST_DOMAIN)) {
            return Optional.empty();
        }
        RemoveDomainResponse response = call(stub -> stub.removeDomain(
                RemoveDomainRequest.newBuilder().setDomain(domain).build()));
        // Even if it was not there: perhaps an earlier answer, that it is removed, was lost.
        certificate.ask();
        return response.hasRemoved() ? Optional.of(ProvenDomain.of(response.getRemoved())) : Optional.empty();
    }

    public DescriptionChange.Outcome describe(DescriptionChange change) {
        UpdateProfileRequest.Builder request = UpdateProfileRequest.newBuilder();
        change.about().ifPresent(request::setAbout);
        change.website().ifPresent(request::setWebsite);
        change.supportEmail().ifPresent(request::setSupportEmail);
        UpdateProfileResponse response = call(stub -> stub.updateProfile(request.build()));
        return response.hasRefused()
                ? new DescriptionChange.Outcome.Refused(
                        response.getRefused().getField(), response.getRefused().getDescription())
                : new DescriptionChange.Outcome.Changed(Description.of(response.getProfile()));
    }

    private static boolean fits(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest;
    }

    private <T> T call(Function<BusinessIdentityBlockingStub, T> rpc) {
        return relay.call(BusinessIdentityGrpc::newBlockingStub, rpc);
    }
}
