/// Businesses as the operator knows them: their names, and whether they may send.
@NullMarked
package waxwing.server.business;

import org.jspecify.annotations.NullMarked;
