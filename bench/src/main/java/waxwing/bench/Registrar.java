package waxwing.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import waxwing.client.relay.RelayTrust;
import waxwing.crypto.PreKeys;
import waxwing.crypto.SessionVault;
import waxwing.model.AccountId;
import waxwing.model.RelayLink;
import waxwing.relay.v1.AccountType;
import waxwing.relay.v1.CheckCodeRequest;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.RegisterRequest;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.relay.v1.VerificationSession;

/// Registers numbers the way a client does, many at a time and all with one set of prekeys, with one one-time key
/// of each kind, which whoever writes to them first takes: what is measured is the relay, not key generation.
final class Registrar implements AutoCloseable {
    private static final int AT_A_TIME = 64;

    private final RelayUnderTest relay;
    private final ManagedChannel channel;
    private final RegistrationGrpc.RegistrationBlockingStub registration;
    private final SecureRandom random = new SecureRandom();
    private final SessionVault vault;
    private final DeviceKeys keys;

    Registrar(RelayUnderTest relay, RelayLink link) throws SSLException {
        this.relay = relay;
        this.channel = NettyChannelBuilder.forAddress(link.host(), link.port())
                .sslContext(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.OPENSSL)
                        .protocols("TLSv1.3")
                        .trustManager(new RelayTrust(link))
                        .build())
                .build();
        this.registration = RegistrationGrpc.newBlockingStub(channel);
        this.vault = new SessionVault(random);
        DeviceKeys all = new PreKeys(vault, InstantSource.system()).first();
        this.keys = all.toBuilder()
                .clearOneTimeEc()
                .addOneTimeEc(all.getOneTimeEc(0))
                .clearOneTimeKyber()
                .addOneTimeKyber(all.getOneTimeKyber(0))
                .build();
    }

    /// The one set of keys that all have.
    SessionVault vault() {
        return vault;
    }

    /// Registers the numbers `from` (inclusive) to `to` (exclusive).
    List<Registered> register(int from, int to) throws InterruptedException {
        Semaphore room = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Registered>> coming = new ArrayList<>();
            for (int number = from; number < to; number++) {
                int mine = number;
                room.acquire();
                coming.add(threads.submit(() -> {
                    try {
                        return register(mine);
                    } finally {
                        room.release();
                    }
                }));
            }
            List<Registered> all = new ArrayList<>();
            for (Future<Registered> one : coming) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a device could not be registered", e);
        }
    }

    /// The number of the device that was registered so manieth, in E.164 form.
    static String number(int which) {
        return String.format("+4930%08d", 10_000_000 + which);
    }

    private Registered register(int which) throws InterruptedException {
        String number = number(which);
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
                .setIdentityKey(vault.ownIdentity().publicKey().serialized())
                .setRegistrationId(vault.ownIdentity().registrationId().value())
                .setDeviceSecret(ByteString.copyFrom(secret))
                .setKeys(keys)
                .setTermsVersionAccepted(session.getTermsVersion())
                .setDeviceType("bench")
                .setOsVersion("Linux")
                .build());
        if (!answer.hasRegistered()) {
            throw new IllegalStateException("not registered: " + answer.getOutcomeCase());
        }
        return new Registered(
                AccountId.ofBytes(answer.getRegistered().getAccountId().toByteArray()),
                vault.ownIdentity().registrationId().value(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
