package waxwing.cli.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A line that the person typed, understood. What starts with `/` is a command, and `//` is a text that starts
/// with `/`.
sealed interface ChatWord {
    record Say(String text) implements ChatWord {}

    record Nothing() implements ChatWord {}

    record Quit() implements ChatWord {}

    record Help() implements ChatWord {}

    /// @param who absent for the conversations to choose from
    record With(Optional<String> who) implements ChatWord {}

    record Block() implements ChatWord {}

    record Unblock() implements ChatWord {}

    record Verify() implements ChatWord {}

    /// The person accepts a changed identity key.
    record Accept() implements ChatWord {}

    record Allow(List<String> kinds) implements ChatWord {}

    record Stop(List<String> kinds) implements ChatWord {}

    /// Reports the last message that came, or one by its id.
    ///
    /// @param words `label`, `content`, an id
    record Report(List<String> words) implements ChatWord {}

    record Unknown(String word) implements ChatWord {}

    static ChatWord read(String line) {
        if (line.isBlank()) {
            return new Nothing();
        }
        if (!line.startsWith("/") || line.startsWith("//")) {
            return new Say(line.startsWith("//") ? line.substring(1) : line);
        }
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "/quit", "/exit", "/q" -> new Quit();
            case "/help", "/h", "/?" -> new Help();
            case "/with", "/chat" -> new With(rest.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", rest)));
            case "/block" -> new Block();
            case "/unblock" -> new Unblock();
            case "/verify" -> rest.equals(List.of("reset")) ? new Accept() : new Verify();
            case "/accept" -> new Accept();
            case "/allow" -> new Allow(rest);
            case "/stop" -> new Stop(rest);
            case "/report", "/r" -> new Report(rest);
            default -> new Unknown(words.getFirst());
        };
    }
}
