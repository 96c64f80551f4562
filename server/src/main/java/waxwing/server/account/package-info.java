/// Who is registered: accounts, their devices and the credentials that each device holds.
@NullMarked
package waxwing.server.account;

import org.jspecify.annotations.NullMarked;
