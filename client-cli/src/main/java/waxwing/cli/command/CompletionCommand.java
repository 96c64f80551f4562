package waxwing.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `completion bash|zsh`: a script to be sourced by the shell.
@CommandLine.Command(
        name = "completion",
        description = "Print the shell's completion script: source <(waxwing completion bash)")
final class CompletionCommand implements Command.Local {
    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh")
    private Shell shell = Shell.BASH;

    enum Shell {
        BASH,
        ZSH
    }

    @Override
    public void run(Call call) {
        String script = AutoComplete.bash("waxwing", CommandTree.complete());
        call.io()
                .script(
                        switch (shell) {
                            case BASH -> script;
                            // The script itself turns zsh's bash compatibility on once the completion system is loaded.
                            case ZSH -> "autoload -U +X compinit && compinit\n" + script;
                        });
    }
}
