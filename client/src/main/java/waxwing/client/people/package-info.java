/// Whom this end knows, how they are called, whether their keys are the ones it expects, and what they may send.
@NullMarked
package waxwing.client.people;

import org.jspecify.annotations.NullMarked;
