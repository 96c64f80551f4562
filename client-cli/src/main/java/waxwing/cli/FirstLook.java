package waxwing.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import waxwing.cli.owner.Invocation;

/// What a quick look at a command line tells, before anything that takes time to load reads it in earnest:
/// which profile it is about, and which command it gives. The other words may be anything, a message for one.
///
/// @param command absent if there is none, only options
record FirstLook(String profile, Optional<String> command) {
    private static final Set<String> WITH_VALUE = Set.of("-p", "--profile", "--color", "--passphrase-file");
    /// Commands that have nothing to do with the process that owns the profile.
    private static final Set<String> FOR_ITSELF = Set.of("register", "version", "completion");

    static FirstLook at(Invocation invocation) {
        List<String> words = invocation.words();
        String profile = invocation.variables().getOrDefault("WAXWING_PROFILE", "default");
        Optional<String> command = Optional.empty();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("--")) {
                // No word after this is an option, or the command.
                break;
            }
            boolean profileFollows = word.equals("-p") || word.equals("--profile");
            if (profileFollows && at + 1 < words.size()) {
                profile = words.get(++at);
            } else if (word.startsWith("--profile=")) {
                profile = word.substring("--profile=".length());
            } else if (word.startsWith("-p") && word.length() > 2) {
                profile = word.substring(word.startsWith("-p=") ? 3 : 2);
            } else if (command.isEmpty() && WITH_VALUE.contains(word)) {
                at++;
            } else if (command.isEmpty() && !word.startsWith("-")) {
                command = Optional.of(word);
            }
        }
        return new FirstLook(profile, command);
    }

    /// Whether the process that owns the profile can run it, if there is one.
    boolean forwardable() {
        return command.isPresent() && !FOR_ITSELF.contains(command.get());
    }
}
