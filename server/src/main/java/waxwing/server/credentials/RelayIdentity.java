package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import waxwing.server.secrets.PrivateFiles;
import waxwing.server.secrets.SecretFileException;

/// The relay's identity key: one P-256 key pair that is the key of its TLS certificate, signs the certificates
/// of who speaks, and is what the relay link pins. Kept in one file that only its owner can read.
public final class RelayIdentity {
    private static final String SIGNATURE_ALGORITHM = "SHA256withECDSA";
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(3_650);
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private final KeyPair keys;

    private RelayIdentity(KeyPair keys) {
        this.keys = keys;
    }

    /// Reads the key file, or makes it with a fresh key where there is none.
    ///
    /// @throws SecretFileException if it is there and holds no P-256 key pair
    public static RelayIdentity openOrCreate(Path file, SecureRandom random) {
        try {
            if (Files.notExists(file)) {
                PrivateFiles.write(file, pem(generate(random)));
            }
            return new RelayIdentity(parse(file, Files.readString(file)));
        } catch (IOException e) {
            throw new SecretFileException(file + ": can't be read or written: " + e.getMessage(), e);
        }
    }

    private static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private static byte[] pem(KeyPair keys) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(keys.getPublic());
            writer.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static KeyPair parse(Path file, String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            if (parser.readObject() instanceof SubjectPublicKeyInfo publicKey
                    && parser.readObject() instanceof PrivateKeyInfo privateKey) {
                return new KeyPair(converter.getPublicKey(publicKey), converter.getPrivateKey(privateKey));
            }
        }
        throw new SecretFileException(file
                + ": holds no key pair (expected: the PUBLIC KEY and PRIVATE KEY that the relay wrote). Restore it from a"
                + " backup: every relay link names this key.");
    }

    /// The SHA-256 of the public key (SPKI, DER) in hexadecimal, as relay links pin it.
    public String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /// A certificate of this key by itself, made anew at each start: who pins the key doesn't look at the rest.
    public X509Certificate selfMadeCertificate(InstantSource clock, SecureRandom random) {
        Instant now = clock.instant();
        X500Name name = new X500Name("CN=Waxwing relay");
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(127, random).setBit(126),
                                    Date.from(now.minus(CLOCK_TOLERANCE)),
                                    Date.from(now.plus(CERTIFICATE_LIFE)),
                                    name,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder(SIGNATURE_ALGORITHM).build(keys.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("the relay's certificate can't be made", e);
        }
    }

    /// ECDSA with SHA-256, DER.
    ByteString sign(ByteString message) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE_ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(message.asReadOnlyByteBuffer());
            return ByteString.copyFrom(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the relay's identity key can't sign", e);
        }
    }

    @Override
    public String toString() {
        return "RelayIdentity(" + fingerprint() + ")";
    }
}
