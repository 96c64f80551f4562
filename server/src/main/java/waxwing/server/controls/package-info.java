/// What a person lets through: blocks, and per business and kind of message, allow or stop.
///
/// [ControlsPolicy] is the one decision about a business's message, pure and in one place. [Controls] holds
/// what it decides from, exact and from memory.
@NullMarked
package waxwing.server.controls;

import org.jspecify.annotations.NullMarked;
