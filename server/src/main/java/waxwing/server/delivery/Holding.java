package waxwing.server.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Accounts;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Standing;
import waxwing.server.controls.Controls;
import waxwing.server.controls.ControlsPolicy;
import waxwing.server.controls.Held;
import waxwing.server.controls.PersonControls;
import waxwing.server.controls.Verdict;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.HeldQueues;
import waxwing.server.mailbox.QueueId;
import waxwing.server.mailbox.SequencedEntry;

/// What is held for people until their own settings let it through: for quiet hours, or for their answer.
///
/// A held message is in its device's queue of what is held, as durable as any. One thread goes through a
/// person's when their settings change, when quiet hours end, and after a start, and has it go on, dropped,
/// or wait, in order. What may be held for whom is in memory, so that somebody for whom nothing is costs
/// nothing.
public final class Holding implements Held, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Holding.class);
    private static final int PAGE = 64;
    private static final long NEVER = Long.MAX_VALUE;
    /// Until a mailbox that is full is tried again, or storage that failed.
    private static final long RETRY_MILLIS = Duration.ofSeconds(30).toMillis();

    private final Sources sources;
    private final HeldQueues queues;
    private final InstantSource clock;
    private final HeldIndex index = new HeldIndex();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().name("holding").daemon(true).unstarted(work));

    /// What is asked about a held message.
    public record Sources(Accounts accounts, Businesses businesses, Controls controls) {}

    public Holding(Sources sources, HeldQueues queues, InstantSource clock) {
        this.sources = sources;
        this.queues = queues;
        this.clock = clock;
    }

    /// Finds what was held before this start, and lets go on what may. Call once, before anything is sent.
    public void start() {
        for (QueueId queue : queues.all()) {
            for (SequencedEntry first : queues.read(queue, 0, 1)) {
                if (first.entry().content() instanceof EntryContent.Held held) {
                    index.add(held.recipient(), held.business(), held.kind(), clock.millis());
                }
            }
        }
        tick();
    }

    /// Goes through what is due. To be called about once a second.
    public void tick() {
        index.due(clock.millis()).forEach(this::goThroughSoon);
    }

    /// Whether a message that may be delivered has to wait for others of its business that may be too, and
    /// come first.
    boolean isBehindOthers(AccountId person, AccountId business) {
        List<MessageKind> held = index.kinds(person, business);
        if (held.isEmpty()) {
            return false;
        }
        PersonControls own = sources.controls().of(person);
        return held.stream().anyMatch(kind -> verdict(own, business, kind) instanceof Verdict.Deliver);
    }

    /// A message was accepted that is held. Whether it still has to be is asked again: the person may have
    /// answered while it was on its way to the disk.
    void held(AccountId person, AccountId business, MessageKind kind) {
        Verdict now = verdict(sources.controls().of(person), business, kind);
        if (now instanceof Verdict.Hold hold) {
            index.add(person, business, kind, hold.untilMillis().orElse(NEVER));
        } else {
            index.add(person, business, kind, clock.millis());
            goThroughSoon(person);
        }
    }

    /// What it does not come to before the end, the next start does.
    private void goThroughSoon(AccountId person) {
        if (!thread.isShutdown()) {
            thread.execute(() -> goThroughOrRetry(person));
        }
    }

    @Override
    public void reconsider(AccountId person) {
        if (index.isEmpty(person)) {
            return;
        }
        try {
            CompletableFuture.runAsync(() -> goThrough(person), thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void goThroughOrRetry(AccountId person) {
        try {
            goThrough(person);
        } catch (RuntimeException e) {
            log.warn("holding: going through what is held failed; it is tried again", e);
        }
    }

    private void goThrough(AccountId person) {
        long now = clock.millis();
        index.begin(person, now + RETRY_MILLIS);
        HeldIndex.Found found = new HeldIndex.Found();
        for (AccountDevice device : devices(person)) {
            goThrough(person, device.queue(), now, found);
        }
        index.end(person, found);
    }

    private List<AccountDevice> devices(AccountId person) {
        return sources.accounts().find(person).map(AccountView::devices).orElse(List.of());
    }

    private void goThrough(AccountId person, QueueId device, long now, HeldIndex.Found found) {
        PersonControls own = sources.controls().of(person);
        long after = 0;
        boolean room = true;
        List<SequencedEntry> page;
        do {
            page = queues.read(device.held(), after, PAGE);
            List<SequencedEntry> onward = new ArrayList<>(page.size());
            for (SequencedEntry waiting : page) {
                after = waiting.sequence();
                if (waiting.entry().expiresAtMillis() > now
                        && waiting.entry().content() instanceof EntryContent.Held held) {
                    switch (verdict(own, held.business(), held.kind())) {
                        case Verdict.Deliver _ -> onward.add(waiting);
                        case Verdict.Hold hold ->
                            found.add(
                                    held.business(),
                                    held.kind(),
                                    hold.untilMillis().orElse(NEVER));
                        case Verdict.Suppress _, Verdict.Fail _, Verdict.Withhold _ -> queues.drop(device, waiting);
                    }
                }
            }
            int released = room ? queues.release(device, onward) : 0;
            room = released == onward.size();
            onward.subList(released, onward.size()).forEach(waiting -> {
                EntryContent.Held held = (EntryContent.Held) waiting.entry().content();
                found.add(held.business(), held.kind(), now + RETRY_MILLIS);
            });
        } while (page.size() == PAGE);
    }

    private Verdict verdict(PersonControls own, AccountId business, MessageKind kind) {
        Standing standing =
                sources.businesses().find(business).map(Business::standing).orElse(Standing.PENDING);
        return ControlsPolicy.reconsider(standing, kind, own, business, clock.millis());
    }

    @Override
    public List<Request> requests(AccountId person) {
        if (index.isEmpty(person)) {
            return List.of();
        }
        PersonControls own = sources.controls().of(person);
        Map<HeldIndex.Kept, Request> all = new HashMap<>();
        Optional<AccountDevice> any = devices(person).stream()
                .max(Comparator.comparingInt(
                        device -> queues.read(device.queue().held(), 0, PAGE).size()));
        any.ifPresent(device -> {
            long after = 0;
            List<SequencedEntry> page;
            do {
                page = queues.read(device.queue().held(), after, PAGE);
                for (SequencedEntry waiting : page) {
                    after = waiting.sequence();
                    ask(own, waiting)
                            .ifPresent(one ->
                                    all.merge(new HeldIndex.Kept(one.business(), one.kind()), one, Holding::together));
                }
            } while (page.size() == PAGE);
        });
        return all.values().stream()
                .sorted(Comparator.comparingLong(Request::oldestAtMillis))
                .toList();
    }

    private Optional<Request> ask(PersonControls own, SequencedEntry waiting) {
        if (waiting.entry().expiresAtMillis() <= clock.millis()
                || !(waiting.entry().content() instanceof EntryContent.Held held)) {
            return Optional.empty();
        }
        return verdict(own, held.business(), held.kind()) instanceof Verdict.Hold hold && hold.why() == Verdict.Why.ASK
                ? Optional.of(new Request(held.business(), held.kind(), 1, held.heldAtMillis(), held.heldAtMillis()))
                : Optional.empty();
    }

    private static Request together(Request one, Request next) {
        return new Request(
                one.business(),
                one.kind(),
                one.messages() + next.messages(),
                one.oldestAtMillis(),
                next.newestAtMillis());
    }

    @Override
    public void close() {
        thread.close();
    }
}
