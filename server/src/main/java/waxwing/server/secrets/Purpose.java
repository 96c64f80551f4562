package waxwing.server.secrets;

/// What a derived key is for. Each has its own key, so that one use can say nothing about another.
public enum Purpose {
    /// Finding an account by its phone number.
    NUMBER_INDEX,
    /// Keeping phone numbers at rest.
    NUMBER_SEAL,
    /// Keeping certificates at rest: they hold a phone number.
    CERTIFICATE_SEAL,
    /// Checking verification codes without keeping them.
    VERIFICATION_CODE,
    /// Checking the codes that prove domains, without keeping them.
    DOMAIN_CODE,
    /// The stable account ids of decoys.
    DECOY_ACCOUNT,
    /// The relay's tag on an envelope, for reports.
    RELAY_TAG,
    /// Knowing that two reports are the same person's without keeping whose.
    REPORTER,
    /// Keeping what a report shows at rest.
    REPORT_SEAL
}
