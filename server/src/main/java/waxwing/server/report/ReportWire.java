package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessEntry;
import waxwing.relay.v1.BusinessQuality;
import waxwing.relay.v1.OpenReport;
import waxwing.relay.v1.ReportedAccount;
import waxwing.relay.v1.ResolveReportsRequest;
import waxwing.relay.v1.ResolveReportsResponse;
import waxwing.server.report.ReportStore.Report;
import waxwing.server.report.ReportStore.Resolution;
import waxwing.server.rpc.Rejection;

/// The operator's view of reports, as messages of the wire.
public final class ReportWire {
    private final ReportDesk desk;

    public ReportWire(ReportDesk desk) {
        this.desk = desk;
    }

    /// @param account only this one; empty for all
    /// @param businesses all that there are
    public List<ReportedAccount> list(ByteString account, Map<AccountId, BusinessEntry> businesses) {
        List<ReportDesk.Reported> reported = account.isEmpty()
                ? desk.reported()
                : List.of(desk.reported(new AccountId(uuid("account_id", account))));
        return reported.stream()
                .map(one -> wire(one, Optional.ofNullable(businesses.get(one.account()))))
                .toList();
    }

    public ResolveReportsResponse resolve(ResolveReportsRequest request) {
        Resolution resolution = request.getResolution() == ResolveReportsRequest.Resolution.DISMISSED
                ? Resolution.DISMISSED
                : Resolution.UPHELD;
        return ResolveReportsResponse.newBuilder()
                .setResolved(desk.resolve(uuid("id", request.getId()), resolution, request.getNote()))
                .build();
    }

    private static UUID uuid(String field, ByteString bytes) {
        if (bytes.size() != AccountId.BYTES) {
            throw Rejection.constraintViolated(field, bytes.size() + " bytes (expected: " + AccountId.BYTES + ")");
        }
        return AccountId.ofBytes(bytes.toByteArray()).value();
    }

    private ReportedAccount wire(ReportDesk.Reported reported, Optional<BusinessEntry> business) {
        ReportedAccount.Builder account = ReportedAccount.newBuilder()
                .setAccountId(ByteString.copyFrom(reported.account().toBytes()))
                .setQuality(quality(reported.quality()))
                .setPeople(reported.facts().people())
                .setPeopleWithProofOfMislabelling(reported.facts().mislabelled())
                .setMessages(reported.facts().messages());
        business.ifPresent(account::setBusiness);
        reported.open().forEach(report -> account.addOpen(wire(report)));
        return account.build();
    }

    private OpenReport wire(Report report) {
        return OpenReport.newBuilder()
                .setReportId(ByteString.copyFrom(new AccountId(report.id()).toBytes()))
                .setReportedAtMs(report.times().reportedAt())
                .setMessageAtMs(report.times().messageAt())
                .setLabel(report.label())
                .setInnerKind(report.shown().innerKind().orElse(""))
                .setShown(
                        switch (report.proof()) {
                            case COUNT -> OpenReport.Shown.NOTHING;
                            case LABEL -> OpenReport.Shown.LABEL;
                            case CONTENT -> OpenReport.Shown.CONTENT;
                        })
                .setMislabelled(report.shown().finding() == Finding.MISLABELLED)
                .addAllTexts(desk.texts(report))
                .build();
    }

    public static BusinessQuality quality(Quality quality) {
        BusinessQuality.Builder wire = BusinessQuality.newBuilder()
                .setRating(BusinessQuality.Rating.valueOf(quality.rating().name()));
        quality.reasons().forEach(reason -> wire.addReasons(BusinessQuality.Reason.valueOf(reason.name())));
        return wire.build();
    }
}
