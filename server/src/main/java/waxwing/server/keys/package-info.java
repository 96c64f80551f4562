/// Prekeys that devices publish and others take, and the decoys that stand in for numbers nobody registered.
@NullMarked
package waxwing.server.keys;

import org.jspecify.annotations.NullMarked;
