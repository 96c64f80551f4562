package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signal.libsignal.protocol.DuplicateMessageException;
import org.signal.libsignal.protocol.InvalidKeyException;
import org.signal.libsignal.protocol.InvalidKeyIdException;
import org.signal.libsignal.protocol.InvalidMessageException;
import org.signal.libsignal.protocol.InvalidVersionException;
import org.signal.libsignal.protocol.LegacyMessageException;
import org.signal.libsignal.protocol.NoSessionException;
import org.signal.libsignal.protocol.ReusedBaseKeyException;
import org.signal.libsignal.protocol.SessionBuilder;
import org.signal.libsignal.protocol.SessionCipher;
import org.signal.libsignal.protocol.UntrustedIdentityException;
import org.signal.libsignal.protocol.ecc.ECPublicKey;
import org.signal.libsignal.protocol.kem.KEMPublicKey;
import org.signal.libsignal.protocol.message.CiphertextMessage;
import org.signal.libsignal.protocol.message.PreKeySignalMessage;
import org.signal.libsignal.protocol.message.SignalMessage;
import org.signal.libsignal.protocol.state.PreKeyBundle;
import org.signal.libsignal.protocol.state.SessionRecord;
import waxwing.crypto.CounterGapPolicy.State;
import waxwing.crypto.DecryptResult.Reason;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.relay.v1.DeviceBundle;

/// One end's sessions with other devices: PQXDH to open one, the triple ratchet within it.
///
/// Every call runs on the caller's thread and within the caller's transaction (see [KeyVault]). A result other
/// than success has changed nothing in the vault, unless it says so. Calls block their carrier thread: keep
/// them off virtual threads and event loops.
public final class Sessions {
    private final KeyVault vault;
    private final InstantSource clock;
    private final SkipBudget skips = new SkipBudget();

    public Sessions(KeyVault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /// Encrypts to one device. The ciphertext may leave this end only after the transaction is durable: a ratchet
    /// that went back would use the same key twice.
    public EncryptResult encrypt(DeviceAddress to, byte[] plaintext) {
        Optional<PeerIdentity> peer = vault.peer(to.account());
        if (peer.isPresent() && peer.get().changed()) {
            return new EncryptResult.IdentityNotAccepted(
                    peer.get().accepted(), peer.get().current());
        }
        Optional<SessionRecord> session = usable(to, peer);
        if (session.isEmpty()) {
            return new EncryptResult.NoSession();
        }
        ProtocolScratch scratch = ProtocolScratch.within(session.get(), peer, vault, to);
        try {
            CiphertextMessage message =
                    new SessionCipher(scratch, scratch.remote()).encrypt(plaintext, clock.instant());
            scratch.commit();
            return new EncryptResult.Encrypted(new Ciphertext(
                    message.getType() == CiphertextMessage.PREKEY_TYPE ? CiphertextForm.PREKEY : CiphertextForm.SESSION,
                    ByteString.copyFrom(message.serialize()),
                    new RegistrationId(session.get().getRemoteRegistrationId())));
        } catch (NoSessionException _) {
            return new EncryptResult.NoSession();
        } catch (UntrustedIdentityException e) {
            throw new IllegalStateException("the session's identity was checked a moment ago", e);
        }
    }

    /// Computes the session that a bundle opens, which takes much longer than to store it. It reads nothing that is
    /// stored but the own identity, and may run anywhere; [#start(Opening)] stores it.
    public Opening prepare(DeviceAddress with, Bundle bundle) {
        ProtocolScratch scratch = ProtocolScratch.within(new SessionRecord(), Optional.empty(), vault, with);
        return switch (process(scratch, with, bundle)) {
            case StartResult.Started _ -> new Opening(with, bundle, Optional.of(SecretBytes.copyOf(scratch.record())));
            case StartResult.BadBundle _, StartResult.IdentityChanged _ -> new Opening(with, bundle, Optional.empty());
        };
    }

    /// Opens a session from a bundle; one that exists is archived, so that what is still on its way can be read.
    public StartResult start(DeviceAddress with, Bundle bundle) {
        return start(prepare(with, bundle));
    }

    /// As the other one, with the session that was computed; only if there is one already, it is computed anew.
    public StartResult start(Opening opening) {
        DeviceAddress with = opening.with();
        IdentityKey identity = opening.bundle().identity();
        Optional<PeerIdentity> peer = vault.peer(with.account());
        boolean known = peer.map(before -> before.equals(PeerIdentity.trusted(identity)))
                .orElse(true);
        if (opening.record().isEmpty() || !known || vault.session(with).isPresent()) {
            return compute(with, opening.bundle(), peer);
        }
        if (peer.isEmpty()) {
            vault.putPeer(with.account(), PeerIdentity.trusted(identity));
        }
        vault.putSession(with, opening.record().get());
        return new StartResult.Started();
    }

    private StartResult compute(DeviceAddress with, Bundle bundle, Optional<PeerIdentity> peer) {
        if (peer.isPresent() && !peer.get().accepted().equals(bundle.identity())) {
            vault.putPeer(with.account(), peer.get().showing(bundle.identity()));
            return new StartResult.IdentityChanged(peer.get().accepted(), bundle.identity());
        }
        ProtocolScratch scratch = new ProtocolScratch(vault, with);
        StartResult result = process(scratch, with, bundle);
        if (result instanceof StartResult.Started) {
            scratch.commit();
        }
        return result;
    }

    private StartResult process(ProtocolScratch scratch, DeviceAddress with, Bundle bundle) {
        try {
            new SessionBuilder(scratch, scratch.remote()).process(forLibsignal(with, bundle), clock.instant());
            return new StartResult.Started();
        } catch (InvalidKeyException _) {
            return new StartResult.BadBundle("a key is malformed, or a signature is not by the identity key");
        } catch (IllegalArgumentException _) {
            return new StartResult.BadBundle("a key is missing, or an id is out of range");
        } catch (UntrustedIdentityException e) {
            throw new IllegalStateException("the bundle's identity was checked a moment ago", e);
        }
    }

    /// Decrypts a message of one device. To be called in the transaction that stores the plaintext, so that the
    /// ratchet does not move without it.
    ///
    /// The state that has the message's chain is tried alone first: what it can't read is tried in all of them.
    public DecryptResult decrypt(DeviceAddress from, CiphertextForm form, byte[] ciphertext) {
        try {
            Incoming message = Incoming.parse(form, ciphertext);
            List<State> states =
                    vault.session(from).map(CounterGapPolicy::states).orElse(List.of());
            Optional<State> holder = CounterGapPolicy.holder(states, message.ratchetKey(), message.baseKey());
            if (holder.isPresent()) {
                long price = holder.get().price(message.ratchetKey(), message.counter());
                DecryptResult alone =
                        tried(from, message, price, ProtocolScratch.narrowedTo(holder.get(), states, vault, from));
                if (!alone.equals(new DecryptResult.Undecryptable(Reason.WRONG_SESSION))) {
                    return alone;
                }
            }
            long price = CounterGapPolicy.price(states, message.ratchetKey(), message.counter(), message.baseKey());
            return tried(from, message, price, new ProtocolScratch(vault, from));
        } catch (LegacyMessageException | InvalidVersionException | InvalidKeyException _) {
            return new DecryptResult.Undecryptable(Reason.MALFORMED);
        } catch (InvalidMessageException _) {
            return new DecryptResult.Undecryptable(Reason.WRONG_SESSION);
        }
    }

    private DecryptResult tried(DeviceAddress from, Incoming message, long price, ProtocolScratch scratch) {
        if (!skips.take(from.account(), price, clock.instant())) {
            return new DecryptResult.Undecryptable(Reason.COUNTER_GAP);
        }
        SessionCipher cipher = new SessionCipher(scratch, scratch.remote());
        try {
            PreKeySignalMessage opening = message.opening();
            return opened(from, scratch, opening == null ? cipher.decrypt(message.message()) : cipher.decrypt(opening));
        } catch (DuplicateMessageException _) {
            return new DecryptResult.Duplicate();
        } catch (NoSessionException _) {
            return new DecryptResult.Undecryptable(Reason.NO_SESSION);
        } catch (InvalidKeyIdException _) {
            return new DecryptResult.Undecryptable(Reason.UNKNOWN_PREKEY);
        } catch (ReusedBaseKeyException _) {
            return new DecryptResult.Undecryptable(Reason.REPLAYED_PREKEY);
        } catch (InvalidVersionException | InvalidKeyException _) {
            return new DecryptResult.Undecryptable(Reason.MALFORMED);
        } catch (InvalidMessageException _) {
            return new DecryptResult.Undecryptable(Reason.WRONG_SESSION);
        } catch (UntrustedIdentityException e) {
            throw new IllegalStateException("receiving trusts every identity", e);
        }
    }

    /// Whether a message can be encrypted to the device without a fresh bundle.
    public boolean has(DeviceAddress with) {
        return usable(with, vault.peer(with.account())).isPresent();
    }

    /// Ends a session for sending: the next message needs a fresh bundle. What is still on its way in it can be
    /// read.
    public void archive(DeviceAddress with) {
        vault.session(with).map(ProtocolScratch::restore).ifPresent(record -> {
            record.archiveCurrentState();
            vault.putSession(with, SecretBytes.copyOf(record.serialize()));
        });
    }

    /// Drops a session with all its archived states: the device is gone.
    public void forget(DeviceAddress with) {
        vault.removeSession(with);
    }

    /// What is known of an account's identity; empty before the first bundle or message.
    public Optional<PeerIdentity> identityOf(AccountId account) {
        return vault.peer(account);
    }

    /// Accepts a key as the account's identity, for example after the safety numbers were compared. Sessions with
    /// another key are of no use for sending any more.
    public void accept(AccountId account, IdentityKey key) {
        vault.putPeer(account, PeerIdentity.trusted(key));
    }

    private Optional<SessionRecord> usable(DeviceAddress with, Optional<PeerIdentity> peer) {
        return vault.session(with)
                .map(ProtocolScratch::restore)
                .filter(record -> record.hasSenderChain(clock.instant()))
                .filter(record -> peer.isPresent()
                        && peer.get().accepted().equals(IdentityKey.of(record.getRemoteIdentityKey())));
    }

    private static DecryptResult opened(DeviceAddress from, ProtocolScratch scratch, byte[] content) {
        SessionRecord session = scratch.loadSession(scratch.remote());
        if (session == null) {
            throw new IllegalStateException("decrypted from " + from + " without a session");
        }
        IdentityKey identity = IdentityKey.of(session.getRemoteIdentityKey());
        return new DecryptResult.Plain(ByteString.copyFrom(content), identity, scratch.commit());
    }

    private static PreKeyBundle forLibsignal(DeviceAddress with, Bundle bundle) throws InvalidKeyException {
        DeviceBundle keys = bundle.keys();
        RegistrationId installation = new RegistrationId(keys.getRegistrationId());
        boolean hasOneTime = keys.hasOneTimeEc();
        return new PreKeyBundle(
                installation.value(),
                with.device().value(),
                hasOneTime ? keys.getOneTimeEc().getKeyId() : PreKeyBundle.NULL_PRE_KEY_ID,
                hasOneTime ? new ECPublicKey(keys.getOneTimeEc().getPublicKey().toByteArray()) : null,
                keys.getSignedEc().getKeyId(),
                new ECPublicKey(keys.getSignedEc().getPublicKey().toByteArray()),
                keys.getSignedEc().getSignature().toByteArray(),
                bundle.identity().forLibsignal(),
                keys.getKyber().getKeyId(),
                new KEMPublicKey(keys.getKyber().getPublicKey().toByteArray()),
                keys.getKyber().getSignature().toByteArray());
    }

    /// A message that came in.
    ///
    /// @param opening the message around it, if it may open a session
    private record Incoming(@Nullable PreKeySignalMessage opening, SignalMessage message) {
        static Incoming parse(CiphertextForm form, byte[] ciphertext)
                throws InvalidMessageException, InvalidVersionException, LegacyMessageException, InvalidKeyException {
            if (form == CiphertextForm.SESSION) {
                return new Incoming(null, new SignalMessage(ciphertext));
            }
            PreKeySignalMessage opening = new PreKeySignalMessage(ciphertext);
            if (!RegistrationId.isLegal(opening.getRegistrationId())) {
                throw new InvalidKeyException("a registration id out of range");
            }
            return new Incoming(opening, opening.getWhisperMessage());
        }

        ByteString ratchetKey() {
            return ByteString.copyFrom(message.getSenderRatchetKey().serialize());
        }

        int counter() {
            return message.getCounter();
        }

        Optional<ByteString> baseKey() {
            return opening == null
                    ? Optional.empty()
                    : Optional.of(ByteString.copyFrom(opening.getBaseKey().serialize()));
        }
    }
}
