package waxwing.server.business;

import java.util.function.Predicate;
import java.util.function.Supplier;
import waxwing.model.AccountId;

/// Where a change is made to what a business's certificate states.
@FunctionalInterface
public interface Certified {
    /// Makes the change and signs the certificate anew, in one transaction that has the business's account locked.
    ///
    /// @param change joins the transaction; it may run again if others were in its way
    /// @param matters whether, with this result, there is something to sign anew
    <T> T changing(AccountId business, Supplier<T> change, Predicate<T> matters);
}
