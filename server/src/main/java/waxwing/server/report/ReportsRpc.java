package waxwing.server.report;

import io.grpc.stub.StreamObserver;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.AlreadyReported;
import waxwing.relay.v1.ReportCounted;
import waxwing.relay.v1.ReportRateLimited;
import waxwing.relay.v1.ReportRefused;
import waxwing.relay.v1.ReportRequest;
import waxwing.relay.v1.ReportResponse;
import waxwing.relay.v1.ReportedMessage;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.server.report.Proof.Opening;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;

/// The edge of reports. Whoever calls is whom the message has to have gone to.
public final class ReportsRpc extends ReportsGrpc.ReportsImplBase {
    private final Reports reports;

    public ReportsRpc(Reports reports) {
        this.reports = reports;
    }

    @Override
    public void report(ReportRequest request, StreamObserver<ReportResponse> answer) {
        ReportPolicy.Reported message =
                reported(request.getMessage(), Callers.current().account());
        ReportResponse.Builder response = ReportResponse.newBuilder();
        switch (reports.report(message, proof(request))) {
            case ReportResult.Counted _ -> response.setCounted(ReportCounted.getDefaultInstance());
            case ReportResult.AlreadyReported _ -> response.setAlreadyReported(AlreadyReported.getDefaultInstance());
            case ReportResult.Refused(var code) ->
                response.setRefused(ReportRefused.newBuilder().setCode(code));
            case ReportResult.RateLimited(var retryAfter) ->
                response.setRateLimited(ReportRateLimited.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)));
        }
        Answers.with(response.build(), answer);
    }

    private static ReportPolicy.Reported reported(ReportedMessage message, AccountId recipient) {
        return new ReportPolicy.Reported(
                new RelayTags.Statement(
                        AccountId.ofBytes(message.getSenderAccountId().toByteArray()),
                        new DeviceId(message.getSenderDeviceId()),
                        recipient,
                        SubmitId.ofBytes(message.getSubmitId().toByteArray()),
                        message.getAcceptedAtMs(),
                        message.getLabel()),
                message.getCommitments(),
                message.getRelayTag());
    }

    private static Proof proof(ReportRequest request) {
        return switch (request.getProofCase()) {
            case PROOF_NOT_SET -> new Proof.CountOnly();
            case LABEL ->
                new Proof.OfLabel(new Opening(
                        request.getLabel().getHeader(), request.getLabel().getHeaderOpening()));
            case CONTENT ->
                new Proof.OfContent(
                        new Opening(
                                request.getContent().getHeader(),
                                request.getContent().getHeaderOpening()),
                        new Opening(
                                request.getContent().getBody(),
                                request.getContent().getBodyOpening()));
        };
    }
}
