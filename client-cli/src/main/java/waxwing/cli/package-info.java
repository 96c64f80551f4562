/// The person's program: `waxwing register`, `send`, `receive`, `chat` and the rest.
///
/// A call goes through [waxwing.cli.Program]: if another process owns the profile, that one runs the command
/// ([waxwing.cli.owner]); otherwise this process opens the profile and becomes its owner for as long as the
/// command takes. Each command is a class of [waxwing.cli.command]; it gets a [waxwing.client.Client] and says
/// what it has to say through [waxwing.cli.terminal]. Nothing from outside reaches the terminal but as
/// [waxwing.cli.terminal.SafeText].
@NullMarked
package waxwing.cli;

import org.jspecify.annotations.NullMarked;
