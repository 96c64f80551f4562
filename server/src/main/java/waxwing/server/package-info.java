/// The relay: carries what it cannot read from device to device, and enforces what people let through.
///
/// [waxwing.server.Relay] wires everything and can be used as a library; [waxwing.server.Main] is the program.
/// Each package below is one domain. Calls come in through its `…Rpc`, are decided in its domain classes and
/// `…Policy`, and are kept by its `…Store`.
@NullMarked
package waxwing.server;

import org.jspecify.annotations.NullMarked;
