package waxwing.client.business;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.PublicKey;
import java.util.Optional;
import waxwing.client.registration.AccountStore;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.RelayConnection;
import waxwing.client.relay.Speaker;
import waxwing.model.AccountId;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.CertificatesGrpc.CertificatesBlockingStub;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.SignedCertificate;

/// What the relay certifies of this account, kept with the profile, so that it is known while the relay
/// can't be reached. Thread-safe.
public final class OwnCertificate {
    private final AccountStore accounts;
    private final RelayConnection relay;
    private final AccountId account;
    private final CertificateCheck check;
    private volatile Optional<Usable> last;

    public OwnCertificate(AccountStore accounts, RelayConnection relay, AccountId account, PublicKey relayKey) {
        this.accounts = accounts;
        this.relay = relay;
        this.account = account;
        this.check = new CertificateCheck(relayKey);
        this.last = accounts.certificate().flatMap(OwnCertificate::parsed).flatMap(this::usable);
    }

    /// A certificate that the relay has signed, of this account.
    public record Usable(SignedCertificate signed, Certificate certificate, Speaker speaker) {
        /// Without the number.
        @Override
        public String toString() {
            return "Usable[" + speaker.account() + "]";
        }
    }

    /// The last one that the relay gave, if it can be used.
    public Optional<Usable> last() {
        return last;
    }

    /// Asks the relay for the present one.
    ///
    /// @throws waxwing.client.relay.RelayFailureException if there is no answer
    public Optional<Usable> ask() {
        SignedCertificate signed = relay.call(
                        CertificatesGrpc::newBlockingStub,
                        (CertificatesBlockingStub stub) -> stub.getOwn(GetOwnCertificateRequest.getDefaultInstance()))
                .getCertificate();
        accounts.keepCertificate(signed.toByteString());
        Optional<Usable> usable = usable(signed);
        last = usable;
        return usable;
    }

    private Optional<Usable> usable(SignedCertificate signed) {
        return check.certificate(signed)
                .flatMap(certificate -> check.check(signed, certificate.getValidFromMs())
                        .filter(speaker -> speaker.account().equals(account))
                        .map(speaker -> new Usable(signed, certificate, speaker)));
    }

    private static Optional<SignedCertificate> parsed(ByteString bytes) {
        try {
            return Optional.of(SignedCertificate.parseFrom(bytes));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }
}
