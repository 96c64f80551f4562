/// What Waxwing can do on this machine, measured through a real relay process over TLS. `bench/README.md` says how to
/// run it and how to read it.
///
/// - [Main] runs one [Mode] after the other on a [Stand]: the relay under test, its data, and the registered devices.
/// - [Fleet] is the generator: all [Device]s on one event loop, each with an [Http2Link], and the books of every
///   message on its [Lane]. [ClosedLoad] and [OpenLoad] say when the next message leaves.
/// - [Runs] measures a load that goes on; a [Reading] is what all meters show, a [Window] the time between two.
/// - [Audit] is what makes a run invalid, [SelfCheck] whether the generator can be believed.
/// - [MicroBenchmarks] runs JMH; the benchmarks stand in the packages of what they measure.
@NullMarked
package waxwing.bench;

import org.jspecify.annotations.NullMarked;
