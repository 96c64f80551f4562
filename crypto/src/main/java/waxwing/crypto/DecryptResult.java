package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.util.Optional;

/// What became of a decryption. Only [Plain] has changed anything in the vault.
public sealed interface DecryptResult {
    /// @param content the plaintext, padding included
    /// @param identity the key that the session is with; to be compared with the sender's certificate
    /// @param replaced the key that the account showed until now, if this message changed it
    record Plain(ByteString content, IdentityKey identity, Optional<IdentityKey> replaced) implements DecryptResult {
        /// Never prints the content.
        @Override
        public String toString() {
            return "Plain";
        }
    }

    /// This very message was decrypted before.
    record Duplicate() implements DecryptResult {}

    /// It can't be read, and never will be; a repair is worth asking for.
    record Undecryptable(Reason reason) implements DecryptResult {}

    /// Why a message can't be read.
    enum Reason {
        /// Not a message at all.
        MALFORMED,
        NO_SESSION,
        /// It was made for another session, or was changed on its way.
        WRONG_SESSION,
        /// It names a prekey that is unknown or spent.
        UNKNOWN_PREKEY,
        /// It opens a session that a last-resort prekey has opened before.
        REPLAYED_PREKEY,
        /// It skips so many messages that finding out whether it is genuine would cost too much.
        COUNTER_GAP
    }
}
