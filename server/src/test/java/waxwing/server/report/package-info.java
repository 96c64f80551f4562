@NullMarked
package waxwing.server.report;

import org.jspecify.annotations.NullMarked;
