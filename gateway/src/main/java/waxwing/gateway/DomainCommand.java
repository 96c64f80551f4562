package waxwing.gateway;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Code;

/// `gateway domain`: the domains that the business proves to the relay; with the gateway running or not.
@Command(name = "domain", description = "Prove that a domain is the business's; list and remove those that are.")
final class DomainCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Question question;

    DomainCommand(Environment environment, Terminal terminal, GlobalOptions options) {
        this.terminal = terminal;
        this.question = new Question(environment, terminal, options);
    }

    @Override
    public Integer call() {
        throw new Failure(Code.USAGE, "no command given (expected: add, confirm, list or remove)")
                .withHint("waxwing gateway domain --help");
    }

    @Command(name = "add", description = "Have the relay send a code to an address of the domain.")
    int add(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "DOMAIN", description = "For example lantern.example.") String domain,
            @Option(
                            names = "--email",
                            required = true,
                            paramLabel = "ADDRESS",
                            description =
                                    "admin, administrator, hostmaster, postmaster or webmaster at the domain itself.")
                    String email) {
        return question.ask(common, List.of("domain", "add", domain, email), answer -> {
            String name = answer.path("domain").asString();
            terminal.print("a code is on its way to " + email + ", good until "
                    + answer.path("expires_at").asString());
            terminal.print("then: waxwing gateway domain confirm " + name + " CODE");
        });
    }

    @Command(name = "confirm", description = "Give the code that came by e-mail.")
    int confirm(
            @Mixin CommonOptions common,
            @Parameters(index = "0", paramLabel = "DOMAIN", description = "As given to 'domain add'.") String domain,
            @Parameters(index = "1", paramLabel = "CODE", description = "Six digits; - for the standard input.")
                    String code) {
        String given = new CodeSource(code, terminal)
                .next("code for " + domain + ": ")
                .orElseThrow(() -> new Failure(Code.WRONG_CODE, "no code given (expected: six digits)"));
        return question.ask(
                common,
                List.of("domain", "confirm", domain, given),
                answer -> terminal.print(answer.path("domain").asString() + " is proved until "
                        + answer.path("expires_at").asString()));
    }

    @Command(name = "list", description = "List the domains that the business has proved.")
    int list(@Mixin CommonOptions common) {
        return question.ask(common, List.of("domain", "list"), answer -> {
            answer.path("domains")
                    .forEach(domain -> terminal.print(domain.path("domain").asString() + "  until "
                            + domain.path("expires_at").asString()));
            answer.path("ended_domains")
                    .forEach(domain -> terminal.print(domain.path("domain").asString() + "  ended "
                            + domain.path("expires_at").asString()));
            if (answer.path("domains").isEmpty()) {
                terminal.tell("no domain is proved yet: waxwing gateway domain add DOMAIN --email ADDRESS");
            }
        });
    }

    @Command(name = "remove", description = "Give a domain up: links to it are refused from then on.")
    int remove(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "DOMAIN", description = "As 'domain list' shows it.") String domain) {
        return question.ask(
                common,
                List.of("domain", "remove", domain),
                answer -> terminal.print("removed " + answer.path("domain").asString()));
    }
}
