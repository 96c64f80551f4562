package waxwing.client.content;

/// In what a business's message is not what its label says. Such a message is shown with this, is told to scripts as
/// marketing, and can be reported.
public enum Mislabel {
    /// The header says another kind than the label.
    INNER_LABEL,
    /// The content is of another kind than the label.
    OTHER_CONTENT,
    /// A text is longer than 200 characters or has a link in it, which only marketing and conversations
    /// may.
    FREE_TEXT,
    /// A link points to a domain that is not verified for the business.
    FOREIGN_LINK
}
