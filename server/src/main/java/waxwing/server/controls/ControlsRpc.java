package waxwing.server.controls;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;
import waxwing.relay.v1.AllowRequest;
import waxwing.relay.v1.AskRequest;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BlockedAccount;
import waxwing.relay.v1.BusinessSetting;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.ControlsChanged;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.ControlsResponse;
import waxwing.relay.v1.GeneralControls;
import waxwing.relay.v1.GetGeneralControlsRequest;
import waxwing.relay.v1.ListBlockedRequest;
import waxwing.relay.v1.ListBlockedResponse;
import waxwing.relay.v1.ListBusinessSettingsRequest;
import waxwing.relay.v1.ListBusinessSettingsResponse;
import waxwing.relay.v1.ListChoicesRequest;
import waxwing.relay.v1.ListChoicesResponse;
import waxwing.relay.v1.ListRequestsRequest;
import waxwing.relay.v1.ListRequestsResponse;
import waxwing.relay.v1.Means;
import waxwing.relay.v1.NoSuchAccount;
import waxwing.relay.v1.OwnAccount;
import waxwing.relay.v1.StopRequest;
import waxwing.relay.v1.UnblockRequest;
import waxwing.server.account.Accounts;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.credentials.Certificates;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;
import waxwing.server.rpc.Rejection;

/// The edge of a person's controls.
public final class ControlsRpc extends ControlsGrpc.ControlsImplBase {
    private final Controls controls;
    private final Held held;
    private final Accounts accounts;
    private final Businesses businesses;
    private final Certificates certificates;

    public ControlsRpc(
            Controls controls, Held held, Accounts accounts, Businesses businesses, Certificates certificates) {
        this.controls = controls;
        this.held = held;
        this.accounts = accounts;
        this.businesses = businesses;
        this.certificates = certificates;
    }

    @Override
    public void allow(AllowRequest request, StreamObserver<ControlsResponse> response) {
        Collection<MessageKind> kinds = kinds(request.getKindsList(), kind -> kind != MessageKind.OFFER);
        set(account(request.getBusinessAccountId()), kinds, choosing(Setting.ALLOW, request.getMeans()), response);
    }

    @Override
    public void stop(StopRequest request, StreamObserver<ControlsResponse> response) {
        Collection<MessageKind> kinds = kinds(request.getKindsList(), _ -> true);
        set(account(request.getBusinessAccountId()), kinds, choosing(Setting.STOP, request.getMeans()), response);
    }

    @Override
    public void ask(AskRequest request, StreamObserver<ControlsResponse> response) {
        Collection<MessageKind> kinds = kinds(request.getKindsList(), kind -> kind != MessageKind.OFFER);
        set(account(request.getBusinessAccountId()), kinds, choosing(Setting.ASK, request.getMeans()), response);
    }

    private static Controls.Choosing choosing(Setting setting, Means means) {
        return new Controls.Choosing(
                setting, ControlsMessages.means(means), Callers.current().device());
    }

    private void set(
            AccountId business,
            Collection<MessageKind> kinds,
            Controls.Choosing how,
            StreamObserver<ControlsResponse> response) {
        if (accounts.find(business)
                .filter(found -> found.type() == AccountType.BUSINESS)
                .isEmpty()) {
            Answers.with(noSuchAccount(), response);
            return;
        }
        AccountId person = Callers.current().account();
        controls.set(person, business, kinds, how);
        held.reconsider(person);
        Answers.with(changed(), response);
    }

    @Override
    public void block(BlockRequest request, StreamObserver<ControlsResponse> response) {
        AccountId person = Callers.current().account();
        AccountId other = account(request.getAccountId());
        if (other.equals(person)) {
            Answers.with(
                    ControlsResponse.newBuilder()
                            .setOwnAccount(OwnAccount.getDefaultInstance())
                            .build(),
                    response);
        } else if (accounts.find(other).isEmpty()) {
            Answers.with(noSuchAccount(), response);
        } else {
            controls.block(person, other);
            held.reconsider(person);
            Answers.with(changed(), response);
        }
    }

    /// Also of an account that is gone.
    @Override
    public void unblock(UnblockRequest request, StreamObserver<ControlsResponse> response) {
        controls.unblock(Callers.current().account(), account(request.getAccountId()));
        Answers.with(changed(), response);
    }

    @Override
    public void listBlocked(ListBlockedRequest request, StreamObserver<ListBlockedResponse> response) {
        ListBlockedResponse.Builder blocked = ListBlockedResponse.newBuilder();
        controls.of(Callers.current().account()).blocks().entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().blockedAtMillis()))
                .forEach(entry -> blocked.addBlocked(BlockedAccount.newBuilder()
                        .setAccountId(bytes(entry.getKey()))
                        .setBlockedAtMs(entry.getValue().blockedAtMillis())));
        Answers.with(blocked.build(), response);
    }

    @Override
    public void listBusinessSettings(
            ListBusinessSettingsRequest request, StreamObserver<ListBusinessSettingsResponse> response) {
        PersonControls own = controls.of(Callers.current().account());
        Set<AccountId> wanted = new TreeSet<>();
        if (request.getBusinessAccountId().isEmpty()) {
            wanted.addAll(own.businesses().keySet());
            wanted.addAll(own.blocks().keySet());
            wanted.removeIf(account -> businesses.find(account).isEmpty());
        } else {
            wanted.add(account(request.getBusinessAccountId()));
        }
        ListBusinessSettingsResponse.Builder settings = ListBusinessSettingsResponse.newBuilder();
        wanted.forEach(business -> settings.addSettings(setting(own, business)));
        Answers.with(settings.build(), response);
    }

    @Override
    public void listRequests(ListRequestsRequest request, StreamObserver<ListRequestsResponse> response) {
        ListRequestsResponse.Builder requests = ListRequestsResponse.newBuilder();
        for (Held.Request one : held.requests(Callers.current().account())) {
            accounts.find(one.business())
                    .map(business -> certificates.signed(business.certificateId()))
                    .ifPresent(certificate -> requests.addRequests(ControlsMessages.request(one)
                            .setBusinessName(verifiedName(one.business()))
                            .setBusiness(certificate)));
        }
        Answers.with(requests.build(), response);
    }

    @Override
    public void listChoices(ListChoicesRequest request, StreamObserver<ListChoicesResponse> response) {
        ListChoicesResponse.Builder choices = ListChoicesResponse.newBuilder();
        controls.choices(Callers.current().account(), account(request.getBusinessAccountId()))
                .forEach(choice -> choices.addChoices(ControlsMessages.choice(choice)));
        Answers.with(choices.build(), response);
    }

    @Override
    public void getGeneralControls(GetGeneralControlsRequest request, StreamObserver<GeneralControls> response) {
        General own = controls.of(Callers.current().account()).general();
        Answers.with(ControlsMessages.general(own), response);
    }

    @Override
    public void changeGeneralControls(ChangeGeneralControlsRequest request, StreamObserver<GeneralControls> response) {
        AccountId person = Callers.current().account();
        General changed = controls.change(person, ControlsMessages.change(request));
        held.reconsider(person);
        Answers.with(ControlsMessages.general(changed), response);
    }

    private String verifiedName(AccountId business) {
        return businesses.find(business).map(Business::verifiedName).orElse("");
    }

    private BusinessSetting setting(PersonControls own, AccountId business) {
        Preferences settings = own.toward(business);
        BusinessSetting.Builder one = BusinessSetting.newBuilder()
                .setBusinessAccountId(bytes(business))
                .setBlocked(own.blockOf(business).isPresent())
                .setBusinessName(verifiedName(business));
        for (MessageKind kind : MessageKind.values()) {
            one.addKinds(ControlsMessages.kind(
                            kind,
                            settings.effective(kind),
                            settings.chosen(kind).isPresent())
                    .setChosenForKind(kind.category() != MessageCategory.MARKETING
                            && settings.forKind().containsKey(kind)));
        }
        return one.build();
    }

    /// The kinds that were named, or else all that the default names.
    private static Collection<MessageKind> kinds(
            List<waxwing.relay.v1.MessageKind> named, Predicate<MessageKind> byDefault) {
        return named.isEmpty()
                ? Arrays.stream(MessageKind.values()).filter(byDefault).toList()
                : named.stream().map(kind -> MessageKind.valueOf(kind.name())).toList();
    }

    private static AccountId account(ByteString bytes) {
        if (bytes.size() != 16) {
            throw Rejection.constraintViolated("account_id", bytes.size() + " bytes (expected: 16)");
        }
        return AccountId.ofBytes(bytes.toByteArray());
    }

    private static ByteString bytes(AccountId account) {
        return ByteString.copyFrom(account.toBytes());
    }

    private static ControlsResponse changed() {
        return ControlsResponse.newBuilder()
                .setChanged(ControlsChanged.getDefaultInstance())
                .build();
    }

    private static ControlsResponse noSuchAccount() {
        return ControlsResponse.newBuilder()
                .setNoSuchAccount(NoSuchAccount.getDefaultInstance())
                .build();
    }
}
