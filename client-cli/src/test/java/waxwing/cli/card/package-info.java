@NullMarked
package waxwing.cli.card;

import org.jspecify.annotations.NullMarked;
