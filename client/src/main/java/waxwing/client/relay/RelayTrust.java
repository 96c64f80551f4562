package waxwing.client.relay;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import waxwing.model.RelayLink;

/// Decides whether whoever answers is the relay that the link names: by the pinned fingerprint of its public
/// key, or, where the link has none, as the Web does. Remembers what it decided last.
public final class RelayTrust extends X509ExtendedTrustManager {
    private final Optional<byte[]> pin;
    private volatile @Nullable PublicKey shown;
    private volatile boolean refused;

    public RelayTrust(RelayLink link) {
        this.pin = link.fingerprint().map(HexFormat.of()::parseHex);
    }

    /// The public key of the relay; empty before the first handshake that was accepted.
    Optional<PublicKey> key() {
        return Optional.ofNullable(shown);
    }

    /// The last handshake failed because of the key.
    boolean refused() {
        return refused;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            if (pin.isPresent()) {
                requirePinned(pin.get(), chain);
            } else {
                webTrust().checkServerTrusted(chain, authType, engine);
            }
        } catch (CertificateException e) {
            refused = true;
            throw e;
        }
        shown = chain[0].getPublicKey();
        refused = false;
    }

    private static void requirePinned(byte[] pin, X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("the relay showed no certificate");
        }
        byte[] fingerprint = sha256(chain[0].getPublicKey().getEncoded());
        if (!MessageDigest.isEqual(pin, fingerprint)) {
            throw new CertificateException("the relay's key is not the one that its link pins");
        }
    }

    /// A relay's key as links pin it: the SHA-256 of its SPKI, in 64 hexadecimal digits.
    public static String fingerprint(PublicKey relayKey) {
        return HexFormat.of().formatHex(sha256(relayKey.getEncoded()));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static X509ExtendedTrustManager webTrust() throws CertificateException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new CertificateException("this Java has no list of public authorities"));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the list of public authorities can't be read", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("relays are reached through an engine only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("relays are reached through an engine only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this end trusts relays only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this end trusts relays only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end trusts relays only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
