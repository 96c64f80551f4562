package waxwing.client.proof;

/// What came of checking a proof.
public sealed interface Verdict {
    record Genuine(SignedReceipt signed) implements Verdict {}

    /// @param why for a person; it quotes nothing of the receipt
    record NotGenuine(String why) implements Verdict {}
}
