package waxwing.server.keys;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.relay.v1.AccountNotFound;
import waxwing.relay.v1.BadSignature;
import waxwing.relay.v1.BundlesRateLimited;
import waxwing.relay.v1.CountKeysRequest;
import waxwing.relay.v1.CountKeysResponse;
import waxwing.relay.v1.KeysGrpc;
import waxwing.relay.v1.PutKeysRequest;
import waxwing.relay.v1.PutKeysResponse;
import waxwing.relay.v1.TakeBundlesRequest;
import waxwing.relay.v1.TakeBundlesResponse;
import waxwing.relay.v1.TooManyKeys;
import waxwing.server.account.Caller;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;
import waxwing.server.rpc.Rejection;

/// The edge of the service `Keys`.
public final class KeysRpc extends KeysGrpc.KeysImplBase {
    private final PreKeys preKeys;
    private final Bundles bundles;

    public KeysRpc(PreKeys preKeys, Bundles bundles) {
        this.preKeys = preKeys;
        this.bundles = bundles;
    }

    @Override
    public void putKeys(PutKeysRequest request, StreamObserver<PutKeysResponse> answer) {
        PutKeysResponse.Builder response = PutKeysResponse.newBuilder();
        switch (preKeys.put(Callers.current(), request)) {
            case PublishResult.Stored(var counts) -> response.setStored(counts);
            case PublishResult.BadSignature() -> response.setBadSignature(BadSignature.getDefaultInstance());
            case PublishResult.TooManyKeys() -> response.setTooManyKeys(TooManyKeys.getDefaultInstance());
        }
        Answers.with(response.build(), answer);
    }

    @Override
    public void countKeys(CountKeysRequest request, StreamObserver<CountKeysResponse> answer) {
        Answers.with(
                CountKeysResponse.newBuilder()
                        .setCounts(preKeys.count(Callers.current()))
                        .build(),
                answer);
    }

    @Override
    public void takeBundles(TakeBundlesRequest request, StreamObserver<TakeBundlesResponse> answer) {
        Caller caller = Callers.current();
        AccountId target = AccountId.ofBytes(request.getAccountId().toByteArray());
        if (caller.type() == AccountType.BUSINESS && !target.equals(caller.account())) {
            throw Rejection.wrongCaller();
        }
        TakeBundlesResponse.Builder response = TakeBundlesResponse.newBuilder();
        switch (bundles.takeForPerson(caller, target, devices(request.getDeviceIdsList()))) {
            case BundlesResult.Taken(var taken) -> response.setBundles(taken);
            case BundlesResult.NoSuchAccount() -> response.setAccountNotFound(AccountNotFound.getDefaultInstance());
            case BundlesResult.RateLimited(var retryAfter) ->
                response.setRateLimited(BundlesRateLimited.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)));
        }
        Answers.with(response.build(), answer);
    }

    private static Set<DeviceId> devices(List<Integer> ids) {
        return ids.stream().map(DeviceId::new).collect(Collectors.toUnmodifiableSet());
    }
}
