package waxwing.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.util.Base64;
import org.signal.libsignal.protocol.IdentityKeyPair;
import org.signal.libsignal.protocol.ecc.ECKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyType;
import waxwing.model.AccountId;
import waxwing.relay.v1.AccountType;
import waxwing.relay.v1.CheckCodeRequest;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.RegisterRequest;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.SignedEcPreKey;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.relay.v1.VerificationSession;

/// Registers numbers the way a client does, all with one set of prekeys: what is measured is the relay, not key
/// generation.
final class Registrar implements AutoCloseable {
    private static final int REGISTRATION_ID = 4242;

    private final RelayUnderTest relay;
    private final ManagedChannel channel;
    private final RegistrationGrpc.RegistrationBlockingStub registration;
    private final SecureRandom random = new SecureRandom();
    private final ByteString identityKey;
    private final DeviceKeys keys;
    private int next;

    Registrar(RelayUnderTest relay, RelayChannels channels) {
        this.relay = relay;
        this.channel = channels.open();
        this.registration = RegistrationGrpc.newBlockingStub(channel);
        IdentityKeyPair identity = IdentityKeyPair.generate();
        byte[] ec = ECKeyPair.generate().getPublicKey().serialize();
        byte[] kyber = KEMKeyPair.generate(KEMKeyType.KYBER_1024).getPublicKey().serialize();
        this.identityKey = ByteString.copyFrom(identity.getPublicKey().serialize());
        this.keys = DeviceKeys.newBuilder()
                .setSignedEc(SignedEcPreKey.newBuilder()
                        .setKeyId(1)
                        .setPublicKey(ByteString.copyFrom(ec))
                        .setSignature(
                                ByteString.copyFrom(identity.getPrivateKey().calculateSignature(ec))))
                .setLastResortKyber(KyberPreKey.newBuilder()
                        .setKeyId(1)
                        .setPublicKey(ByteString.copyFrom(kyber))
                        .setSignature(
                                ByteString.copyFrom(identity.getPrivateKey().calculateSignature(kyber))))
                .build();
    }

    /// Registers the next unused number.
    RawDevice.Registered register() throws InterruptedException {
        String number = String.format("+4930%08d", 10_000_000 + next++);
        VerificationSession session = registration
                .startVerification(StartVerificationRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build())
                .getSession();
        registration.checkCode(CheckCodeRequest.newBuilder()
                .setSessionId(session.getSessionId())
                .setCode(relay.awaitCode(number))
                .build());
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        var answer = registration.register(RegisterRequest.newBuilder()
                .setSessionId(session.getSessionId())
                .setAccountType(AccountType.ACCOUNT_TYPE_PERSON)
                .setIdentityKey(identityKey)
                .setRegistrationId(REGISTRATION_ID)
                .setDeviceSecret(ByteString.copyFrom(secret))
                .setKeys(keys)
                .setTermsVersionAccepted(session.getTermsVersion())
                .setDeviceType("bench")
                .setOsVersion("Linux")
                .build());
        if (!answer.hasRegistered()) {
            throw new IllegalStateException("not registered: " + answer.getOutcomeCase());
        }
        AccountId account =
                AccountId.ofBytes(answer.getRegistered().getAccountId().toByteArray());
        String credentials = "Waxwing " + account + "." + answer.getRegistered().getDeviceId() + ":"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new RawDevice.Registered(account, REGISTRATION_ID, credentials);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
