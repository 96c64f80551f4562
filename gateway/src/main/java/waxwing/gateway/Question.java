package waxwing.gateway;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.profile.Environment;

/// A command's question to whoever owns the data folder, and how the answer is told: as JSON, or in words.
record Question(Environment environment, Terminal terminal, GlobalOptions options) {
    /// @param words of the administration
    /// @param print tells the answer in words
    /// @return the exit status
    int ask(CommonOptions common, List<String> words, Consumer<ObjectNode> print) {
        ObjectNode answer = Asking.ask(common.folder(), environment, words);
        if (options.json()) {
            terminal.print(answer);
        } else {
            print.accept(answer);
        }
        return 0;
    }
}
