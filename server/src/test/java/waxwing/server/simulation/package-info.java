/// Delivery, simulated: the relay's real mailboxes, streams and sends between simulated devices, disks and lines,
/// one step at a time on one thread, in an order that a seed decides.
///
/// A [World] is one run. Its [SimulatedRelay] crashes and starts again over what its [SimulatedStore] kept; its
/// [SimulatedDevice]s follow the rules of a client; a [Line] between them is cut, stalls, and is left behind. The
/// [Ledger] knows what was promised and fails the run at the step that breaks it.
@NullMarked
package waxwing.server.simulation;

import org.jspecify.annotations.NullMarked;
