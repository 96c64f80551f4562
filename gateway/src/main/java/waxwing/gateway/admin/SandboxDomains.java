package waxwing.gateway.admin;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.message.Identity;

/// Answers `domain list` of a sandbox. It has the domains that it has: there is no relay to prove one to.
public final class SandboxDomains implements Administration {
    private final Identity identity;

    public SandboxDomains(Identity identity) {
        this.identity = identity;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        if (words.equals(List.of("domain", "list"))) {
            var list = answer.putArray("domains");
            identity.profile().domains().forEach(domain -> DomainAdministration.describe(list.addObject(), domain));
        } else {
            OwnAdministration.error(
                    answer,
                    "not_permitted",
                    "a sandbox has no relay to prove a domain to; its own is "
                            + identity.profile().domains().getFirst().name() + ", for good");
        }
        return answer;
    }
}
