package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.store.Database;

/// Certificates in SQL: table `certificate`.
final class SqlCertificateStore implements CertificateStore {
    private final Database database;

    SqlCertificateStore(Database database) {
        this.database = database;
    }

    @Override
    public long add(StoredCertificate certificate) {
        return database.inTransaction(handle -> {
            long id = handle.createQuery("select nextval('certificate_ids')")
                    .mapTo(Long.class)
                    .one();
            handle.createUpdate("""
                            insert into certificate (certificate_id, account_id, certificate_sealed, signature, valid_until)
                            values (:id, :account, :sealed, :signature, :until)
                            """)
                    .bind("id", id)
                    .bind("account", certificate.account().value())
                    .bind("sealed", certificate.sealed().toByteArray())
                    .bind("signature", certificate.signature().toByteArray())
                    .bind("until", certificate.validUntil().toEpochMilli())
                    .execute();
            return id;
        });
    }

    @Override
    public Optional<StoredCertificate> find(long certificateId) {
        return database.read(handle -> handle.createQuery("""
                        select account_id, certificate_sealed, signature, valid_until
                        from certificate
                        where certificate_id = :id
                        """)
                .bind("id", certificateId)
                .map((row, _) -> new StoredCertificate(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        ByteString.copyFrom(row.getBytes("certificate_sealed")),
                        ByteString.copyFrom(row.getBytes("signature")),
                        Instant.ofEpochMilli(row.getLong("valid_until"))))
                .findOne());
    }

    @Override
    public int removeOverBefore(Instant moment) {
        return database.inTransaction(
                handle -> handle.createUpdate("delete from certificate where valid_until < :moment")
                        .bind("moment", moment.toEpochMilli())
                        .execute());
    }
}
