package waxwing.crypto;

import java.util.Random;
import java.util.function.Supplier;

final class InMemoryKeyVaultTest extends KeyVaultContract {
    private final InMemoryKeyVault vault = new InMemoryKeyVault(new Random(1));

    @Override
    protected KeyVault vault() {
        return vault;
    }

    @Override
    protected <T> T inTransaction(Supplier<T> work) {
        return vault.inTransaction(work);
    }
}
