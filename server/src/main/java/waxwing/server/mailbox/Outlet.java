package waxwing.server.mailbox;

/// The connected device's end of a [MailboxStream]. Called from any thread, never under a lock of the mailbox,
/// and quickly.
public interface Outlet {
    /// There may be something to [MailboxStream#poll].
    void wake();

    /// Nothing will come any more.
    void end(StreamEnd why);
}
