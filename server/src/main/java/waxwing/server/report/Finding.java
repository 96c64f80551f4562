package waxwing.server.report;

/// What a proof says about a message's label.
enum Finding {
    /// Nothing was shown.
    UNSHOWN,
    /// What was shown is what the label says; or it is a person's, which has none.
    AS_LABELLED,
    /// The header or the content is of another kind than the label.
    MISLABELLED
}
