package waxwing.server;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.signal.libsignal.protocol.IdentityKeyPair;
import org.signal.libsignal.protocol.ecc.ECKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyType;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.AccountType;
import waxwing.relay.v1.CheckCodeRequest;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.RegisterRequest;
import waxwing.relay.v1.RegisterResponse;
import waxwing.relay.v1.Registered;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.SignedEcPreKey;
import waxwing.relay.v1.StartVerificationRequest;

/// A device with real keys, at the level of the wire.
public final class TestDevice {
    private final TestRelay relay;
    private final PhoneNumber number;
    private final AccountType type;
    private final IdentityKeyPair identity = IdentityKeyPair.generate();
    private final byte[] secret = new byte[32];
    private final int registrationId;
    private int terms = 1;
    private Registered registered = Registered.getDefaultInstance();

    private TestDevice(TestRelay relay, String number, AccountType type) {
        this.relay = relay;
        this.number = PhoneNumber.parse(number);
        this.type = type;
        ThreadLocalRandom.current().nextBytes(secret);
        this.registrationId = ThreadLocalRandom.current().nextInt(1, 16_381);
    }

    public static TestDevice ofPerson(TestRelay relay, String number) {
        return new TestDevice(relay, number, AccountType.ACCOUNT_TYPE_PERSON);
    }

    public static TestDevice ofBusiness(TestRelay relay, String number) {
        return new TestDevice(relay, number, AccountType.ACCOUNT_TYPE_BUSINESS);
    }

    public TestDevice acceptingTerms(int version) {
        terms = version;
        return this;
    }

    /// Registers from the first step to the last.
    public TestDevice register() {
        return register(() -> relay.codeFor(number));
    }

    /// As [#register], with a code that comes another way.
    public TestDevice register(Supplier<String> code) {
        RegisterResponse response =
                anonymous().register(request(verifiedSession(code)).build());
        if (!response.hasRegistered()) {
            throw new AssertionError("not registered: " + response.getOutcomeCase());
        }
        return registeredAs(response.getRegistered());
    }

    public TestDevice registeredAs(Registered answer) {
        registered = answer;
        return this;
    }

    public RegistrationGrpc.RegistrationBlockingStub anonymous() {
        return RegistrationGrpc.newBlockingStub(relay.channel());
    }

    public ByteString startedSession() {
        relay.clock().advance(Duration.ofMillis(2));
        return anonymous()
                .startVerification(StartVerificationRequest.newBuilder()
                        .setPhoneNumber(number.e164())
                        .build())
                .getSession()
                .getSessionId();
    }

    public ByteString verifiedSession() {
        return verifiedSession(() -> relay.codeFor(number));
    }

    private ByteString verifiedSession(Supplier<String> code) {
        ByteString session = startedSession();
        boolean verified = anonymous()
                .checkCode(CheckCodeRequest.newBuilder()
                        .setSessionId(session)
                        .setCode(code.get())
                        .build())
                .hasVerified();
        if (!verified) {
            throw new AssertionError("not verified");
        }
        return session;
    }

    public RegisterRequest.Builder request(ByteString session) {
        return RegisterRequest.newBuilder()
                .setSessionId(session)
                .setAccountType(type)
                .setIdentityKey(ByteString.copyFrom(identity.getPublicKey().serialize()))
                .setRegistrationId(registrationId)
                .setDeviceSecret(ByteString.copyFrom(secret))
                .setKeys(keys(1, 5))
                .setTermsVersionAccepted(terms)
                .setDeviceType("test")
                .setOsVersion("Linux 6.1")
                .setBusinessName(type == AccountType.ACCOUNT_TYPE_BUSINESS ? "Cup & Corner" : "");
    }

    public DeviceKeys keys(int firstId, int oneTimeKeys) {
        DeviceKeys.Builder keys =
                DeviceKeys.newBuilder().setSignedEc(signedEc(firstId)).setLastResortKyber(kyber(firstId + 1_000_000));
        for (int id = firstId; id < firstId + oneTimeKeys; id++) {
            keys.addOneTimeEc(EcPreKey.newBuilder()
                            .setKeyId(id)
                            .setPublicKey(ByteString.copyFrom(
                                    ECKeyPair.generate().getPublicKey().serialize())))
                    .addOneTimeKyber(kyber(id));
        }
        return keys.build();
    }

    public SignedEcPreKey signedEc(int id) {
        byte[] key = ECKeyPair.generate().getPublicKey().serialize();
        return SignedEcPreKey.newBuilder()
                .setKeyId(id)
                .setPublicKey(ByteString.copyFrom(key))
                .setSignature(sign(key))
                .build();
    }

    public KyberPreKey kyber(int id) {
        byte[] key = KEMKeyPair.generate(KEMKeyType.KYBER_1024).getPublicKey().serialize();
        return KyberPreKey.newBuilder()
                .setKeyId(id)
                .setPublicKey(ByteString.copyFrom(key))
                .setSignature(sign(key))
                .build();
    }

    private ByteString sign(byte[] key) {
        return ByteString.copyFrom(identity.getPrivateKey().calculateSignature(key));
    }

    public int registrationId() {
        return registrationId;
    }

    public PhoneNumber number() {
        return number;
    }

    public ByteString identityKey() {
        return ByteString.copyFrom(identity.getPublicKey().serialize());
    }

    public AccountId account() {
        return AccountId.ofBytes(registered.getAccountId().toByteArray());
    }

    public ByteString accountBytes() {
        return registered.getAccountId();
    }

    public boolean wasKept() {
        return registered.getAccountKept();
    }

    /// A connection that calls with this device's credentials.
    public Channel channel() {
        return withCredentials(relay.channel(), credentials());
    }

    /// The same, over this connection.
    public Channel over(Channel connection) {
        return withCredentials(connection, credentials());
    }

    public String credentials() {
        return "Waxwing " + account() + "." + registered.getDeviceId() + ":"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    public static Channel withCredentials(Channel connection, String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), value);
        return ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
