/// An end's folder: one encrypted store, one owner.
@NullMarked
package waxwing.client.profile;

import org.jspecify.annotations.NullMarked;
