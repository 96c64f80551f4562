package waxwing.client.report;

/// How much of a message a report shows to the relay and its operator. Each is a choice of the person's
/// own.
public enum Proof {
    /// That it was received, and nothing of it.
    COUNT,
    /// What its header says that it is: message id, the sender's time, the kind. Only of a business's
    /// message.
    LABEL,
    /// All that it says.
    CONTENT
}
