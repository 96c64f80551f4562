/// What a command is given to speak with: streams ([Io]), text that is safe to print ([SafeText]), JSON
/// ([Json]) and the closed list of ways to fail ([ErrorCode]).
@NullMarked
package waxwing.cli.terminal;

import org.jspecify.annotations.NullMarked;
