/// Stories over real processes: the relay, people and a business's gateway, each started with the `waxwing`
/// launcher as a user would start it, talking over TLS on loopback.
///
/// [Story] is the main job from beginning to end; [Demo] plays it for a person to read, and the tests of this
/// module play it again and add the cruel parts. [World] holds the processes and their folder, [RelayProcess],
/// [Person] and [Business] speak for one program each.
@NullMarked
package waxwing.e2e;

import org.jspecify.annotations.NullMarked;
