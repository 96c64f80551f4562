package waxwing.client.registration;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import waxwing.crypto.SecretBytes;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.store.Database;

/// Who a profile is, in the profile's database.
public final class SqlAccountStore implements AccountStore {
    private final Database database;
    private final InstantSource clock;

    public SqlAccountStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Stored> load() {
        return database.read(handle -> handle.createQuery("SELECT * FROM own_account")
                .map((row, _) -> stored(row))
                .findOne());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        Account account = new Account(
                new AccountId(row.getObject("account_id", UUID.class)),
                new DeviceId(row.getInt("device_id")),
                PhoneNumber.ofE164(row.getString("phone_number")),
                AccountType.valueOf(row.getString("account_type")),
                Optional.ofNullable(row.getString("name")),
                RelayLink.parse(row.getString("relay_link")));
        return new Stored(
                account, SecretBytes.copyOf(row.getBytes("device_secret")), publicKey(row.getBytes("relay_key")));
    }

    @Override
    public void save(Stored stored) {
        Account account = stored.account();
        database.inTransaction(handle -> {
            handle.execute("DELETE FROM own_account");
            return handle.createUpdate("""
                            INSERT INTO own_account (only_row, account_id, device_id, phone_number, account_type, name,
                                                     relay_link, relay_key, device_secret, registered_at_ms)
                            VALUES (1, :account, :device, :number, :type, :name, :link, :key, :secret, :now)
                            """)
                    .bind("account", account.id().value())
                    .bind("device", account.device().value())
                    .bind("number", account.number().e164())
                    .bind("type", account.type().name())
                    .bind("name", account.name().orElse(null))
                    .bind("link", account.relay().toString())
                    .bind("key", stored.relayKey().getEncoded())
                    .bind("secret", stored.deviceSecret().toArray())
                    .bind("now", clock.millis())
                    .execute();
        });
    }

    @Override
    public Optional<ByteString> certificate() {
        return database.read(handle -> handle.createQuery("SELECT certificate FROM own_account")
                .map((row, _) -> Optional.ofNullable(row.getBytes("certificate")))
                .findOne()
                .flatMap(bytes -> bytes.map(ByteString::copyFrom)));
    }

    @Override
    public void keepCertificate(ByteString signedCertificate) {
        database.inTransaction(handle -> handle.createUpdate("UPDATE own_account SET certificate = :certificate")
                .bind("certificate", signedCertificate.toByteArray())
                .execute());
    }

    private static PublicKey publicKey(byte[] spki) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored key of the relay can't be read", e);
        }
    }
}
