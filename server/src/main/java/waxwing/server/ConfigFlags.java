package waxwing.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waxwing.server.config.ConfigReader;
import waxwing.server.config.Mode;
import waxwing.server.config.RelayConfig;
import waxwing.server.config.Setting;
import waxwing.server.config.Settings;

/// The flags of a command that needs the configuration: `--dev`, `--config` and one for each [Setting].
final class ConfigFlags {
    private static final String DEV = "--dev";
    private static final String CONFIG = "--config";

    private ConfigFlags() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(DEV)
                .arity("0")
                .type(boolean.class)
                .description("For development: loopback only, codes on the console, a temporary data folder")
                .build());
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(Path.class)
                .paramLabel("FILE")
                .description("The TOML file with the settings")
                .build());
        Arrays.stream(Setting.values())
                .forEach(setting -> spec.addOption(OptionSpec.builder(setting.flag())
                        .type(String.class)
                        .paramLabel("VALUE")
                        .description(setting.description() + " (" + setting.key() + ", " + setting.variable() + ")")
                        .build()));
    }

    static RelayConfig read(ParseResult parsed, Map<String, String> environment) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = parsed.matchedOptionValue(setting.flag(), "");
            if (parsed.hasMatchedOption(setting.flag())) {
                flags.put(setting, value);
            }
        }
        Optional<Path> file = parsed.hasMatchedOption(CONFIG)
                ? Optional.of(parsed.matchedOptionValue(CONFIG, Path.of("")))
                : Optional.empty();
        Mode mode = parsed.hasMatchedOption(DEV) ? Mode.DEVELOPMENT : Mode.SERVICE;
        return ConfigReader.read(Settings.read(file, environment, flags), mode);
    }
}
