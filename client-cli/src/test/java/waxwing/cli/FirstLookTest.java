package waxwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waxwing.cli.owner.Invocation;
import waxwing.cli.terminal.Terminals;

class FirstLookTest {
    @ParameterizedTest(name = "waxwing {0}")
    @CsvSource(delimiter = '|', textBlock = """
            send bob -m help                        | default | true
            send bob -m version --json              | default | true
            send register -m hi                     | default | true
            send -h                                 | default | true
            -p work chats                           | work    | true
            -pwork chats                            | work    | true
            -p=work chats                           | work    | true
            -qp work send bob -m hi                 | work    | true
            -qvp work send bob -m hi                | work    | true
            -vpwork send bob -m hi                  | work    | true
            -vp=work send bob -m hi                 | work    | true
            chats -qp work                          | work    | true
            chats -qvpwork                          | work    | true
            -qv chats                               | default | true
            -qvp                                    | default | false
            send bob -mp -q                         | default | true
            chats --profile work                    | work    | true
            chats --profile=work                    | work    | true
            send bob -m hi -- -p work               | default | true
            --json --color never version            | default | false
            --passphrase-file send register +1202   | default | false
            -p send completion bash                 | send    | false
            version                                 | default | false
            --help                                  | default | false
            -p work                                 | work    | false
            -p                                      | default | false
            """)
    void theProfileAndTheCommandAreFoundWhereverTheyStand(String words, String profile, boolean forwardable) {
        FirstLook look = FirstLook.at(call(words, Map.of()));
        assertThat(look.profile()).isEqualTo(profile);
        assertThat(look.forwardable()).isEqualTo(forwardable);
    }

    @ParameterizedTest(name = "WAXWING_PROFILE=home waxwing {0}")
    @CsvSource({"chats,home", "-p work chats,work"})
    void theVariableNamesTheProfileThatNoOptionNames(String words, String profile) {
        assertThat(FirstLook.at(call(words, Map.of("WAXWING_PROFILE", "home"))).profile())
                .isEqualTo(profile);
    }

    private static Invocation call(String words, Map<String, String> variables) {
        return new Invocation(
                new UUID(1, 2), List.of(words.split(" ")), Path.of("/somewhere"), variables, Terminals.NONE);
    }
}
