package waxwing.cli;

import java.util.List;
import waxwing.cli.owner.Invocation;

/// Finds the profile in a command line without reading all of it.
final class ProfileWord {
    private ProfileWord() {}

    static String in(Invocation invocation) {
        List<String> words = invocation.words();
        String found = invocation.variables().getOrDefault("WAXWING_PROFILE", "default");
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            boolean apart = word.equals("-p") || word.equals("--profile");
            if (apart && at + 1 < words.size()) {
                found = words.get(++at);
            } else if (word.startsWith("--profile=")) {
                found = word.substring("--profile=".length());
            } else if (word.startsWith("-p") && !word.startsWith("--") && word.length() > 2) {
                found = word.substring(word.startsWith("-p=") ? 3 : 2);
            }
        }
        return found;
    }
}
