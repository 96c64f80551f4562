package waxwing.bench;

import java.io.IOException;

/// What all meters show at one moment.
record Reading(
        Tally.Counts counts, double relayCpu, double ownCpu, Machine.Cores cores, long relayBytes, GcPauses pauses) {
    static Reading of(Stand stand) throws IOException {
        Tally.Counts counts = stand.fleet().onLoop(stand.fleet().tally()::counts);
        return new Reading(
                counts,
                Machine.cpuSeconds(stand.relay().pid()),
                Machine.cpuSeconds(ProcessHandle.current().pid()),
                Machine.cores(),
                Machine.residentBytes(stand.relay().pid()),
                stand.relay().pauses());
    }
}
