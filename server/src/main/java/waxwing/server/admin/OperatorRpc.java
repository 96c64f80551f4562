package waxwing.server.admin;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import waxwing.model.AccountId;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.BusinessChangeResponse;
import waxwing.relay.v1.BusinessEntry;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.GetReportRequest;
import waxwing.relay.v1.GetReportResponse;
import waxwing.relay.v1.GetStatusRequest;
import waxwing.relay.v1.GetStatusResponse;
import waxwing.relay.v1.LimitBusinessRequest;
import waxwing.relay.v1.ListBusinessesRequest;
import waxwing.relay.v1.ListBusinessesResponse;
import waxwing.relay.v1.ListReportsRequest;
import waxwing.relay.v1.ListReportsResponse;
import waxwing.relay.v1.NoSuchBusiness;
import waxwing.relay.v1.OperatorGrpc;
import waxwing.relay.v1.ResolveReportsRequest;
import waxwing.relay.v1.ResolveReportsResponse;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.report.ReportWire;
import waxwing.server.rpc.Answers;

/// The edge of the service `Operator`.
public final class OperatorRpc extends OperatorGrpc.OperatorImplBase {
    private final Supplier<RelayStatus> status;
    private final BusinessDesk businesses;
    private final ReportWire reports;

    public OperatorRpc(Supplier<RelayStatus> status, BusinessDesk businesses, ReportWire reports) {
        this.status = status;
        this.businesses = businesses;
        this.reports = reports;
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> answer) {
        RelayStatus now = status.get();
        Answers.with(
                GetStatusResponse.newBuilder()
                        .setVersion(now.version())
                        .setRelayLink(now.link().toString())
                        .setStartedAtMs(now.startedAt().toEpochMilli())
                        .setConnectedDevices(now.connectedDevices())
                        .setAccounts(now.accounts())
                        .build(),
                answer);
    }

    @Override
    public void listBusinesses(ListBusinessesRequest request, StreamObserver<ListBusinessesResponse> answer) {
        ListBusinessesResponse.Builder response = ListBusinessesResponse.newBuilder();
        businesses.list().forEach(entry -> response.addBusinesses(wire(entry)));
        Answers.with(response.build(), answer);
    }

    @Override
    public void approveBusiness(ApproveBusinessRequest request, StreamObserver<BusinessChangeResponse> answer) {
        AccountId account = AccountId.ofBytes(request.getAccountId().toByteArray());
        Answers.with(changed(businesses.approve(account)), answer);
    }

    @Override
    public void suspendBusiness(SuspendBusinessRequest request, StreamObserver<BusinessChangeResponse> answer) {
        AccountId account = AccountId.ofBytes(request.getAccountId().toByteArray());
        Answers.with(changed(businesses.suspend(account, request.getReason())), answer);
    }

    @Override
    public void limitBusiness(LimitBusinessRequest request, StreamObserver<BusinessChangeResponse> answer) {
        AccountId account = AccountId.ofBytes(request.getAccountId().toByteArray());
        OptionalInt tier = request.getTier() == 0 ? OptionalInt.empty() : OptionalInt.of(request.getTier());
        Answers.with(
                changed(request.getByRules() ? businesses.limitByRules(account) : businesses.limit(account, tier)),
                answer);
    }

    @Override
    public void listReports(ListReportsRequest request, StreamObserver<ListReportsResponse> answer) {
        Map<AccountId, BusinessEntry> entries = new HashMap<>();
        businesses.list().forEach(entry -> entries.put(entry.account(), wire(entry)));
        reports.list(request.getAccountId(), entries, answer::onNext);
        answer.onCompleted();
    }

    @Override
    public void getReport(GetReportRequest request, StreamObserver<GetReportResponse> answer) {
        Answers.with(reports.get(request), answer);
    }

    @Override
    public void resolveReports(ResolveReportsRequest request, StreamObserver<ResolveReportsResponse> answer) {
        Answers.with(reports.resolve(request), answer);
    }

    private static BusinessChangeResponse changed(Optional<BusinessDesk.Entry> entry) {
        BusinessChangeResponse.Builder response = BusinessChangeResponse.newBuilder();
        entry.ifPresentOrElse(
                changed -> response.setBusiness(wire(changed)),
                () -> response.setNoSuchBusiness(NoSuchBusiness.getDefaultInstance()));
        return response.build();
    }

    private static BusinessEntry wire(BusinessDesk.Entry entry) {
        return BusinessEntry.newBuilder()
                .setAccountId(ByteString.copyFrom(entry.account().toBytes()))
                .setName(entry.name())
                .setStanding(
                        switch (entry.standing()) {
                            case PENDING -> GetBusinessResponse.Standing.PENDING;
                            case VERIFIED -> GetBusinessResponse.Standing.VERIFIED;
                            case SUSPENDED -> GetBusinessResponse.Standing.SUSPENDED;
                        })
                .setRegisteredAtMs(entry.registeredAt().toEpochMilli())
                .setSuspensionReason(entry.suspensionReason())
                .setLimits(entry.limits())
                .build();
    }
}
