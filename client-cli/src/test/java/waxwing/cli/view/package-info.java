@NullMarked
package waxwing.cli.view;

import org.jspecify.annotations.NullMarked;
