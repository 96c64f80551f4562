package waxwing.bench;

import java.io.IOException;
import java.util.List;

/// How many messages a second are made durable for devices that are not there, closed loop.
record StoreMode() implements Mode {
    /// The devices that write, the first ones; and how many messages each has on its way.
    static final int SENDERS = 100;

    static final int IN_FLIGHT = 10;
    /// Devices that are connected only to empty their mailboxes. A mailbox holds 10,000 messages.
    static final int FIRST_RECIPIENT = 1_000;

    private static final int RECIPIENTS = 1_000;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> senders = stand.devices(0, SENDERS);
        List<Device> recipients = stand.devices(FIRST_RECIPIENT, FIRST_RECIPIENT + RECIPIENTS);
        Pairs.deal(fleet, senders, recipients);
        fleet.come(senders);
        ClosedLoad load = new ClosedLoad(fleet, senders, IN_FLIGHT);
        load.begin();
        Runs runs = Runs.warm(stand, effort.halfAsLong(), Window::accepted);
        load.end();
        fleet.settle(Fleet.Settled.ACCEPTED);
        fleet.leave(senders);

        String name = "deposits, durable, " + SENDERS + " connections x " + IN_FLIGHT + " in flight";
        report.row(runs.perSecond(name, Window::accepted).aimingAt(">= 60,000"));
        report.row(runs.perRelayCpuSecond(Window::accepted));
        report.row(runs.time("  accepted, p50", 50, Tally.Times::toAccepted));
        report.row(runs.time("  accepted, p99", 99, Tally.Times::toAccepted).aimingAt("<= 30"));
        report.surroundings(name, runs.whole(), runs.whole().accepted());
        fleet.come(recipients);
        Audit.settled(fleet, recipients);
    }

    /// Has so many messages made durable for each recipient, and the senders gone again.
    static void deposit(Fleet fleet, List<Device> senders, List<Device> recipients, int each) {
        Pairs.deal(fleet, senders, recipients);
        fleet.come(senders);
        ClosedLoad load = new ClosedLoad(fleet, senders, IN_FLIGHT, each * recipients.size() / senders.size());
        load.begin();
        load.awaitAllSent();
        fleet.settle(Fleet.Settled.ACCEPTED);
        fleet.leave(senders);
    }
}
