/// The person's commands, one class each: what its words are, and what it does with a [waxwing.client.Client].
@NullMarked
package waxwing.cli.command;

import org.jspecify.annotations.NullMarked;
