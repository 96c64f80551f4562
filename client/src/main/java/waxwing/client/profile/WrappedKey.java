package waxwing.client.profile;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The store's random key, encrypted (AES-256-GCM) under a key that comes from a passphrase or a key file; so the
/// passphrase can change without the store being written anew.
///
/// As text, three lines: the version, how the outer key is derived, and nonce with ciphertext in hexadecimal. The
/// first two are authenticated with the third.
final class WrappedKey {
    static final int KEY_SIZE = 32;
    private static final int SALT_SIZE = 16;
    private static final int NONCE_SIZE = 12;
    private static final int TAG_BITS = 128;
    private static final String VERSION = "waxwing-profile-key-v1";
    private static final String RAW = "key-file";
    private static final Pattern FORM = Pattern.compile(VERSION
            + "\n(?<how>key-file|argon2id m=(?<m>[0-9]{1,7}) t=(?<t>[0-9]{1,2}) p=(?<p>[0-9]{1,2}) salt=(?<salt>[0-9a-f]{32}))"
            + "\n(?<nonce>[0-9a-f]{24})(?<wrapped>[0-9a-f]{96})\n");

    private final String how;
    private final @Nullable Stretching stretching;
    private final byte[] nonce;
    private final byte[] wrapped;

    private WrappedKey(String how, @Nullable Stretching stretching, byte[] nonce, byte[] wrapped) {
        this.how = how;
        this.stretching = stretching;
        this.nonce = nonce;
        this.wrapped = wrapped;
    }

    static WrappedKey underPassphrase(byte[] storeKey, byte[] passphrase, Argon2Cost cost, SecureRandom random) {
        Stretching stretching = new Stretching(cost, random(random, SALT_SIZE));
        return wrap(storeKey, stretching.stretch(passphrase), stretching, random);
    }

    static WrappedKey underRawKey(byte[] storeKey, byte[] rawKey, SecureRandom random) {
        return wrap(storeKey, rawKey, null, random);
    }

    private static WrappedKey wrap(
            byte[] storeKey, byte[] outer, @Nullable Stretching stretching, SecureRandom random) {
        String how = stretching == null ? RAW : stretching.text();
        byte[] nonce = random(random, NONCE_SIZE);
        try {
            byte[] wrapped = cipher(Cipher.ENCRYPT_MODE, outer, nonce, how).doFinal(storeKey);
            return new WrappedKey(how, stretching, nonce, wrapped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /// @return empty if the text is of no known version or damaged
    static Optional<WrappedKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        HexFormat hex = HexFormat.of();
        try {
            Stretching stretching = form.group("salt") == null
                    ? null
                    : new Stretching(
                            new Argon2Cost(
                                    Integer.parseInt(form.group("m")),
                                    Integer.parseInt(form.group("t")),
                                    Integer.parseInt(form.group("p"))),
                            hex.parseHex(form.group("salt")));
            return Optional.of(new WrappedKey(
                    form.group("how"),
                    stretching,
                    hex.parseHex(form.group("nonce")),
                    hex.parseHex(form.group("wrapped"))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    String text() {
        HexFormat hex = HexFormat.of();
        return VERSION + "\n" + how + "\n" + hex.formatHex(nonce) + hex.formatHex(wrapped) + "\n";
    }

    /// A passphrase opens it; otherwise a key file does.
    boolean wantsPassphrase() {
        return stretching != null;
    }

    /// @param secret the passphrase in UTF-8, or the key file's bytes
    /// @return empty if it is the wrong one
    Optional<byte[]> open(byte[] secret) {
        byte[] outer = stretching == null ? secret : stretching.stretch(secret);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, outer, nonce, how).doFinal(wrapped));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String how) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((VERSION + "\n" + how).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    static byte[] random(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "wrapped key (" + (stretching == null ? RAW : "argon2id") + ")";
    }

    private static final class Stretching {
        private final Argon2Cost cost;
        private final byte[] salt;

        Stretching(Argon2Cost cost, byte[] salt) {
            this.cost = cost;
            this.salt = salt;
        }

        byte[] stretch(byte[] passphrase) {
            return cost.stretch(passphrase, salt, KEY_SIZE);
        }

        String text() {
            return "argon2id m=" + cost.memoryKib() + " t=" + cost.passes() + " p=" + cost.lanes() + " salt="
                    + HexFormat.of().formatHex(salt);
        }
    }
}
