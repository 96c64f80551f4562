package waxwing.cli.terminal;

/// Which of a process's three streams are a terminal.
public record Terminals(boolean input, boolean output, boolean errors) {
    public static final Terminals NONE = new Terminals(false, false, false);

    /// Reads what the launcher found out: the digits of the streams that are terminals, for example `012`.
    public static Terminals of(String digits) {
        return new Terminals(digits.contains("0"), digits.contains("1"), digits.contains("2"));
    }

    /// The same digits.
    public String digits() {
        return (input ? "0" : "") + (output ? "1" : "") + (errors ? "2" : "");
    }
}
