/// How contacts, messages and events look: as lines for people and as objects for scripts.
@NullMarked
package waxwing.cli.view;

import org.jspecify.annotations.NullMarked;
