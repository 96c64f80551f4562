package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.Failure.Code;

/// `gateway sandbox`: what can be done with the sandbox that runs.
@Command(name = "sandbox", description = "Move the clock of the sandbox that runs.")
final class SandboxCommand implements Callable<Integer> {
    private static final String RUN = "waxwing gateway run --sandbox";

    private final Terminal terminal;
    private final GlobalOptions options;

    SandboxCommand(Terminal terminal, GlobalOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public Integer call() {
        throw new Failure(Code.USAGE, "no command given (expected: advance)")
                .withHint("waxwing gateway sandbox --help");
    }

    @Command(
            name = "advance",
            description = "Move its clock on, and wait until what has become due is done. Without --data-dir: of the"
                    + " only sandbox that runs.")
    int advance(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "TIME", description = "For example 1h; at most 366d.") String time) {
        String seconds = KeyCommand.seconds("TIME", time);
        GatewayFolder folder = common.sandboxFolder().orElseGet(SandboxCommand::only);
        ObjectNode answer = Asking.askRunning(folder, List.of("sandbox", "advance", seconds));
        if (options.json()) {
            terminal.print(answer);
        } else {
            terminal.print("now: " + answer.path("now").asString());
        }
        return 0;
    }

    private static GatewayFolder only() {
        List<GatewayFolder> running = GatewayFolder.temporaries().stream()
                .filter(folder -> Asking.running(folder, List.of("status")).isPresent())
                .toList();
        if (running.isEmpty()) {
            throw new Failure(Code.TEMPORARY, "no sandbox runs that has a temporary folder").withHint(RUN);
        }
        if (running.size() > 1) {
            throw new Failure(Code.USAGE, running.size() + " sandboxes run (expected: --data-dir with one of them)")
                    .withHint("--data-dir " + running.getFirst().folder());
        }
        return running.getFirst();
    }
}
