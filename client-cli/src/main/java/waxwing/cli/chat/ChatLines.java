package waxwing.cli.chat;

import java.util.Optional;
import waxwing.cli.terminal.SafeText;

/// Where a chat is typed and shown. Lines may be shown while one is being typed.
public interface ChatLines extends AutoCloseable {
    /// The next line that the person typed; empty when there will be no more.
    ///
    /// @param prompt what stands before it, where somebody can see it
    /// @throws InterruptedException if the person interrupted
    Optional<String> read(SafeText prompt) throws InterruptedException;

    void show(SafeText line);

    @Override
    void close();
}
