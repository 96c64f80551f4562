package waxwing.server.delivery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.DestinationResults;
import waxwing.relay.v1.RateLimitedSubmit;
import waxwing.relay.v1.Submit;
import waxwing.server.rpc.Answers;
import waxwing.store.StorageFailure;

/// Gathers what became of each destination and answers once, when all are known.
final class SubmitAnswer {
    private final Submit submit;
    private final Consumer<SendOutcome> listener;
    private final AtomicReferenceArray<DestinationResult> results;
    private final AtomicInteger missing;
    private final AtomicReference<@Nullable Duration> busy = new AtomicReference<>();
    private final AtomicReference<@Nullable StorageFailure> failed = new AtomicReference<>();

    SubmitAnswer(Submit submit, Consumer<SendOutcome> listener) {
        this.submit = submit;
        this.listener = listener;
        this.results = new AtomicReferenceArray<>(submit.getDestinationsCount());
        this.missing = new AtomicInteger(submit.getDestinationsCount());
    }

    void known(int destination, DestinationResult.Builder result) {
        results.set(
                destination,
                result.setAccountId(submit.getDestinations(destination).getAccountId())
                        .build());
        countDown();
    }

    /// The whole submit is to be repeated; destinations that were accepted are recognised then.
    void busy(Duration retryAfter) {
        busy.set(retryAfter);
        countDown();
    }

    void failed(StorageFailure failure) {
        failed.set(failure);
        countDown();
    }

    private void countDown() {
        if (missing.decrementAndGet() == 0) {
            listener.accept(outcome());
        }
    }

    private SendOutcome outcome() {
        StorageFailure failure = failed.get();
        if (failure != null) {
            return new SendOutcome.Failed(failure);
        }
        Duration retryAfter = busy.get();
        if (retryAfter != null) {
            return new SendOutcome.Answered(SubmitPolicy.result(submit)
                    .setRateLimited(RateLimitedSubmit.newBuilder().setRetryAfterMs(Answers.millis(retryAfter)))
                    .build());
        }
        DestinationResults.Builder all = DestinationResults.newBuilder();
        for (int i = 0; i < results.length(); i++) {
            all.addResults(results.get(i));
        }
        return new SendOutcome.Answered(
                SubmitPolicy.result(submit).setResults(all).build());
    }
}
