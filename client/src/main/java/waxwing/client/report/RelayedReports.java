package waxwing.client.report;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Optional;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.ContentProof;
import waxwing.relay.v1.LabelProof;
import waxwing.relay.v1.ReportRefused;
import waxwing.relay.v1.ReportRequest;
import waxwing.relay.v1.ReportResponse;
import waxwing.relay.v1.ReportedMessage;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.relay.v1.ReportsGrpc.ReportsBlockingStub;

/// Reports to the relay that delivered the message.
public final class RelayedReports implements Reports {
    private final RelayConnection relay;
    private final EvidenceStore evidence;

    public RelayedReports(RelayConnection relay, EvidenceStore evidence) {
        this.relay = relay;
        this.evidence = evidence;
    }

    @Override
    public ReportOutcome report(StoredMessage message, Proof proof) {
        if (message.direction() == Direction.SENT) {
            return new ReportOutcome.OwnMessage();
        }
        Optional<Evidence> kept = message.with().account().flatMap(sender -> evidence.of(sender, message.id()));
        if (kept.isEmpty()) {
            return new ReportOutcome.NoEvidence();
        }
        if (proof == Proof.LABEL && !kept.get().isLabelled()) {
            return new ReportOutcome.NoLabel();
        }
        ReportRequest request = request(kept.get(), proof);
        return outcome(relay.call(ReportsGrpc::newBlockingStub, (ReportsBlockingStub stub) -> stub.report(request)));
    }

    private static ReportRequest request(Evidence evidence, Proof proof) {
        Evidence.Stamp stamp = evidence.stamp();
        Evidence.Inside inside = evidence.inside();
        ReportRequest.Builder request = ReportRequest.newBuilder()
                .setMessage(ReportedMessage.newBuilder()
                        .setSenderAccountId(ByteString.copyFrom(stamp.sender().toBytes()))
                        .setSenderDeviceId(stamp.device().value())
                        .setSubmitId(ByteString.copyFrom(stamp.submit().toBytes()))
                        .setAcceptedAtMs(stamp.acceptedAtMillis())
                        .setCommitments(evidence.commitments())
                        .setLabel(stamp.label())
                        .setRelayTag(evidence.relayTag()));
        return switch (proof) {
            case COUNT -> request.build();
            case LABEL ->
                request.setLabel(LabelProof.newBuilder()
                                .setHeader(inside.header())
                                .setHeaderOpening(inside.headerOpening()))
                        .build();
            case CONTENT ->
                request.setContent(ContentProof.newBuilder()
                                .setHeader(inside.header())
                                .setHeaderOpening(inside.headerOpening())
                                .setBody(inside.body())
                                .setBodyOpening(inside.bodyOpening()))
                        .build();
        };
    }

    private static ReportOutcome outcome(ReportResponse response) {
        return switch (response.getOutcomeCase()) {
            case COUNTED -> new ReportOutcome.Counted();
            case ALREADY_REPORTED -> new ReportOutcome.AlreadyReported();
            case REFUSED -> refused(response.getRefused().getCode());
            case RATE_LIMITED ->
                new ReportOutcome.RateLimited(
                        Duration.ofMillis(response.getRateLimited().getRetryAfterMs()));
            case OUTCOME_NOT_SET -> new ReportOutcome.NotRecognised();
        };
    }

    private static ReportOutcome refused(ReportRefused.Code code) {
        return switch (code) {
            case TOO_OLD -> new ReportOutcome.NoEvidence();
            case NO_LABEL -> new ReportOutcome.NoLabel();
            case OWN_MESSAGE -> new ReportOutcome.OwnMessage();
            case NOT_RECEIVED, PROOF_DOES_NOT_OPEN, CODE_UNSPECIFIED, UNRECOGNIZED -> new ReportOutcome.NotRecognised();
        };
    }
}
