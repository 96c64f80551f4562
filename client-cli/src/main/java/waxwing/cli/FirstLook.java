package waxwing.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waxwing.cli.owner.Invocation;

/// What a quick look at a command line tells, before anything that takes time to load reads it in earnest:
/// which profile it is about, and which command it gives. The other words may be anything, a message for one.
///
/// @param command absent if there is none, only options
record FirstLook(String profile, Optional<String> command) {
    private static final Set<String> WITH_VALUE = Set.of("--color", "--passphrase-file");
    /// `-p` with or without its value, alone or behind short options that take none: `-qvp work`, `-qpwork`.
    private static final Pattern SHORT_PROFILE = Pattern.compile("-[hqv]*p(?<value>.*)", Pattern.DOTALL);
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
            Matcher shortProfile = SHORT_PROFILE.matcher(word);
            boolean shortOne = shortProfile.matches();
            if (word.equals("--profile")
                    || (shortOne && shortProfile.group("value").isEmpty())) {
                at++;
                profile = at < words.size() ? words.get(at) : profile;
            } else if (word.startsWith("--profile=")) {
                profile = word.substring("--profile=".length());
            } else if (shortOne) {
                String value = shortProfile.group("value");
                profile = value.startsWith("=") ? value.substring(1) : value;
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
