/// A send: its checks, its fan-out to the mailboxes of the devices that it is for, and its answer.
///
/// [Delivery] does it for persons and businesses alike; what may reach the recipient is decided by a [Gate],
/// which for a business asks the recipient's controls. [MessagingRpc] is the edge: the long stream of a
/// connected device, and its unary twin.
@NullMarked
package waxwing.server.delivery;

import org.jspecify.annotations.NullMarked;
