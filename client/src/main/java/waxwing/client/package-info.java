/// One end of Waxwing as a library: open a profile, send, receive, decide who may reach you. No terminal in it.
///
/// [Client] is the front door. A message that `send` has returned is durable and will be tried until it reaches a
/// final state, whatever happens to the process. What arrives is shown once, whatever happens to the process.
@NullMarked
package waxwing.client;

import org.jspecify.annotations.NullMarked;
