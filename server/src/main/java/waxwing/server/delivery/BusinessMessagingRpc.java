package waxwing.server.delivery;

import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.BundlesRateLimited;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessSubmit;
import waxwing.relay.v1.FieldViolation;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.InvalidSubmit;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.relay.v1.TakeBusinessBundlesResponse;
import waxwing.relay.v1.TooLarge;
import waxwing.server.account.Caller;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.DomainProofs;
import waxwing.server.business.Profiles;
import waxwing.server.business.WireIdentity;
import waxwing.server.keys.Bundles;
import waxwing.server.keys.BundlesResult;
import waxwing.server.report.ReportDesk;
import waxwing.server.report.ReportWire;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;
import waxwing.server.rpc.Rejection;

/// The edge of a business's sends.
public final class BusinessMessagingRpc extends BusinessMessagingGrpc.BusinessMessagingImplBase {
    /// A request to repair a session carries no content.
    static final int LARGEST_REPAIR = 4 * 1024;

    private final Delivery delivery;
    private final BusinessGates gates;
    private final Businesses businesses;
    private final DomainProofs domains;
    private final Profiles profiles;
    private final Bundles bundles;
    private final KnownLimits limits;
    private final ReportDesk reports;

    public BusinessMessagingRpc(
            Delivery delivery,
            BusinessGates gates,
            Businesses businesses,
            DomainProofs domains,
            Profiles profiles,
            Bundles bundles,
            KnownLimits limits,
            ReportDesk reports) {
        this.delivery = delivery;
        this.gates = gates;
        this.businesses = businesses;
        this.domains = domains;
        this.profiles = profiles;
        this.bundles = bundles;
        this.limits = limits;
        this.reports = reports;
    }

    @Override
    public void takeBundles(TakeBusinessBundlesRequest request, StreamObserver<TakeBusinessBundlesResponse> response) {
        Beat beat = Beat.start();
        Caller caller = Callers.current();
        Set<DeviceId> devices = new HashSet<>();
        request.getDeviceIdsList().forEach(id -> devices.add(new DeviceId(id)));
        BundlesResult result = switch (request.getRecipientCase()) {
            case PHONE_NUMBER -> bundles.takeForBusiness(caller, PhoneNumber.ofE164(request.getPhoneNumber()), devices);
            case ACCOUNT_ID ->
                bundles.takeForBusiness(
                        caller, AccountId.ofBytes(request.getAccountId().toByteArray()), devices);
            case RECIPIENT_NOT_SET ->
                throw Rejection.constraintViolated("recipient", "missing (expected: a number or an account)");
        };
        beat.await();
        Answers.with(
                switch (result) {
                    case BundlesResult.Taken taken ->
                        TakeBusinessBundlesResponse.newBuilder()
                                .setBundles(taken.bundles())
                                .build();
                    case BundlesResult.RateLimited limited ->
                        TakeBusinessBundlesResponse.newBuilder()
                                .setRateLimited(BundlesRateLimited.newBuilder()
                                        .setRetryAfterMs(Answers.millis(limited.retryAfter())))
                                .build();
                    case BundlesResult.NoSuchAccount _ ->
                        throw new IllegalStateException("a business is never told that there is no such account");
                },
                response);
    }

    @Override
    public void submit(BusinessSubmit request, StreamObserver<SubmitResult> response) {
        Caller caller = Callers.current();
        Optional<SubmitResult> refusal = refusal(request);
        if (refusal.isPresent()) {
            MessagingRpc.answer(new SendOutcome.Answered(refusal.get()), response);
            return;
        }
        delivery.send(
                caller,
                request.getSubmit(),
                gates.of(caller, request),
                outcome -> MessagingRpc.answer(outcome, response));
    }

    private static Optional<SubmitResult> refusal(BusinessSubmit request) {
        Submit submit = request.getSubmit();
        MessageKind kind = request.getLabel().getKind();
        if (kind == MessageKind.MESSAGE_KIND_UNSPECIFIED || kind == MessageKind.UNRECOGNIZED) {
            return Optional.of(SubmitPolicy.result(submit)
                    .setInvalid(InvalidSubmit.newBuilder()
                            .addViolations(FieldViolation.newBuilder()
                                    .setField("label.kind")
                                    .setDescription("missing or unknown (expected: a kind of message)")))
                    .build());
        }
        int largest = SubmitPolicy.largest(submit);
        return kind == MessageKind.REPAIR && largest > LARGEST_REPAIR
                ? Optional.of(SubmitPolicy.result(submit)
                        .setTooLarge(TooLarge.newBuilder()
                                .setLimitBytes(LARGEST_REPAIR)
                                .setActualBytes(largest))
                        .build())
                : Optional.empty();
    }

    @Override
    public void getBusiness(GetBusinessRequest request, StreamObserver<GetBusinessResponse> response) {
        Business business = businesses
                .find(Callers.current().account())
                .orElseThrow(() -> new IllegalStateException("a business's account without a business"));
        Answers.with(
                GetBusinessResponse.newBuilder()
                        .setName(business.name())
                        .setStanding(GetBusinessResponse.Standing.valueOf(
                                business.standing().name()))
                        .addAllDomains(WireIdentity.domains(domains.of(business.account())))
                        .addAllEndedDomains(WireIdentity.domains(domains.endedOf(business.account())))
                        .setProfile(WireIdentity.profile(profiles.of(business.account())))
                        .setLimits(limits.of(business.account()))
                        .setSuspensionReason(business.suspensionReason().orElse(""))
                        .setQuality(ReportWire.quality(reports.qualityOf(business.account())))
                        .build(),
                response);
    }
}
