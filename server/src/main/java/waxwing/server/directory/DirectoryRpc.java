package waxwing.server.directory;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.DirectoryEntry;
import waxwing.relay.v1.DirectoryGrpc;
import waxwing.relay.v1.LookupRequest;
import waxwing.relay.v1.LookupResponse;
import waxwing.relay.v1.NumberNotRegistered;
import waxwing.relay.v1.RateLimited;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;

/// The edge of the service `Directory`.
public final class DirectoryRpc extends DirectoryGrpc.DirectoryImplBase {
    private final Directory directory;

    public DirectoryRpc(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void lookup(LookupRequest request, StreamObserver<LookupResponse> answer) {
        LookupResponse.Builder response = LookupResponse.newBuilder();
        switch (directory.lookUp(Callers.current(), PhoneNumber.ofE164(request.getPhoneNumber()))) {
            case LookupResult.Found(var holder) ->
                response.setFound(DirectoryEntry.newBuilder()
                        .setAccountId(ByteString.copyFrom(holder.account().toBytes()))
                        .setAccountType(wire(holder.type())));
            case LookupResult.NotRegistered() -> response.setNotRegistered(NumberNotRegistered.getDefaultInstance());
            case LookupResult.OverBudget(var retryAfter) ->
                response.setRateLimited(RateLimited.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)));
        }
        Answers.with(response.build(), answer);
    }

    private static waxwing.relay.v1.AccountType wire(AccountType type) {
        return switch (type) {
            case PERSON -> waxwing.relay.v1.AccountType.ACCOUNT_TYPE_PERSON;
            case BUSINESS -> waxwing.relay.v1.AccountType.ACCOUNT_TYPE_BUSINESS;
        };
    }
}
