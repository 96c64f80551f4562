package waxwing.gateway.contact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;

/// Gives each phone number its handle and finds the number again.
///
/// A handle is HMAC-SHA-256 of the number under a secret of this gateway, cut to 160 bits: the same person
/// has the same handle for ever, and whoever has only handles can't find out numbers by trying them. Within
/// a transaction of the gateway's database every call is part of it.
public final class Contacts {
    private static final int SECRET_BYTES = 32;
    private static final int HANDLE_BYTES = 20;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final ContactStore store;
    private final SecretKeySpec secret;

    private Contacts(ContactStore store, byte[] secret) {
        this.store = store;
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /// Contacts of the gateway that this database belongs to; the first opening makes its secret.
    ///
    /// @param random a secure source
    public static Contacts open(Database database, RandomGenerator random) {
        var store = new SqlContactStore(database);
        byte[] fresh = new byte[SECRET_BYTES];
        random.nextBytes(fresh);
        return new Contacts(store, store.secretOr(fresh));
    }

    /// The handle of a number. From now on [#numberOf] knows it.
    public ContactHandle handleOf(PhoneNumber number) {
        ContactHandle handle = handle(number);
        store.remember(handle, number);
        return handle;
    }

    /// From now on [#numberOf] knows them all. Whoever remembers several in one transaction does it by this, so
    /// that nobody waits for another who waits for them.
    public void remember(Collection<PhoneNumber> numbers) {
        numbers.stream()
                .distinct()
                .sorted(Comparator.comparing(PhoneNumber::e164))
                .forEach(this::handleOf);
    }

    /// The handle of a number that was remembered before.
    public ContactHandle handle(PhoneNumber number) {
        return new ContactHandle("ctc_" + base32(mac(number)));
    }

    /// Whose handle this is; empty if this gateway never gave it out.
    public Optional<PhoneNumber> numberOf(ContactHandle handle) {
        return store.find(handle);
    }

    private byte[] mac(PhoneNumber number) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(number.e164().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String base32(byte[] mac) {
        var text = new StringBuilder();
        for (int bit = 0; bit < HANDLE_BYTES * 8; bit += 5) {
            int value = 0;
            for (int i = bit; i < bit + 5; i++) {
                value = (value << 1) | ((mac[i >> 3] >> (7 - (i & 7))) & 1);
            }
            text.append(BASE32.charAt(value));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Contacts[…]";
    }
}
