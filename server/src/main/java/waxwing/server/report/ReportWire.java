package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessEntry;
import waxwing.relay.v1.BusinessQuality;
import waxwing.relay.v1.GetReportRequest;
import waxwing.relay.v1.GetReportResponse;
import waxwing.relay.v1.ListReportsResponse;
import waxwing.relay.v1.NoSuchReport;
import waxwing.relay.v1.OpenReport;
import waxwing.relay.v1.ReportWithTexts;
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

    /// Tells of accounts, each followed by its open reports.
    ///
    /// @param account only this one, if any report about it is kept; empty for all
    /// @param businesses all that there are
    public void list(
            ByteString account, Map<AccountId, BusinessEntry> businesses, Consumer<ListReportsResponse> listener) {
        Consumer<ReportDesk.Reported> tell = reported -> {
            listener.accept(ListReportsResponse.newBuilder()
                    .setAccount(wire(reported, Optional.ofNullable(businesses.get(reported.account()))))
                    .build());
            reported.open()
                    .forEach(report -> listener.accept(ListReportsResponse.newBuilder()
                            .setReport(wire(report))
                            .build()));
        };
        if (account.isEmpty()) {
            desk.eachReported(tell);
        } else {
            desk.find(new AccountId(uuid("account_id", account))).ifPresent(tell);
        }
    }

    public GetReportResponse get(GetReportRequest request) {
        GetReportResponse.Builder response = GetReportResponse.newBuilder();
        desk.open(uuid("report_id", request.getReportId()))
                .ifPresentOrElse(
                        opened -> response.setReport(ReportWithTexts.newBuilder()
                                .setReport(wire(opened.report()))
                                .addAllTexts(opened.texts())),
                        () -> response.setNoSuchReport(NoSuchReport.getDefaultInstance()));
        return response.build();
    }

    public ResolveReportsResponse resolve(ResolveReportsRequest request) {
        UUID id = uuid("id", request.getId());
        int resolved = switch (request.getResolution()) {
            case UPHELD -> desk.resolve(id, Resolution.UPHELD, request.getNote());
            case DISMISSED -> desk.resolve(id, Resolution.DISMISSED, request.getNote());
            case MISLABELLED -> desk.findMislabelled(id, request.getNote());
            case RESOLUTION_UNSPECIFIED, UNRECOGNIZED ->
                throw Rejection.constraintViolated("resolution", "is none of the known ones");
        };
        return ResolveReportsResponse.newBuilder().setResolved(resolved).build();
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
                .setMessages(reported.facts().messages())
                .setOpen(reported.open().size());
        business.ifPresent(account::setBusiness);
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
                .setAccountId(ByteString.copyFrom(report.reported().toBytes()))
                .build();
    }

    public static BusinessQuality quality(Quality quality) {
        BusinessQuality.Builder wire = BusinessQuality.newBuilder()
                .setRating(BusinessQuality.Rating.valueOf(quality.rating().name()));
        quality.reasons().forEach(reason -> wire.addReasons(BusinessQuality.Reason.valueOf(reason.name())));
        return wire.build();
    }
}
