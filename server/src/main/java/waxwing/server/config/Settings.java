package waxwing.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// The settings that an operator gave, as text, with where each was given.
public final class Settings {
    private record Given(String text, String where) {}

    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    /// Reads what there is: file, then environment, then flags, the later before the earlier.
    ///
    /// @param file the TOML file, if there is one
    /// @throws ConfigException if the file can't be read, or names a setting that doesn't exist
    public static Settings read(Optional<Path> file, Map<String, String> environment, Map<Setting, String> flags) {
        Settings settings = new Settings();
        file.ifPresent(settings::addFile);
        settings.addEnvironment(environment);
        flags.forEach((setting, text) -> settings.given.put(setting, new Given(text, setting.flag())));
        return settings;
    }

    private void addFile(Path file) {
        TomlParseResult toml = parse(file);
        for (String key : toml.dottedKeySet()) {
            String where = key + " in " + file;
            Setting setting = Setting.ofKey(key)
                    .orElseThrow(() -> new ConfigException(where + ": there is no such setting (did you mean "
                            + Setting.nearestTo(key).key() + "?)"));
            given.put(setting, new Given(text(where, toml.get(key)), where));
        }
    }

    private static TomlParseResult parse(Path file) {
        TomlParseResult toml;
        try {
            toml = Toml.parse(file);
        } catch (IOException _) {
            throw new ConfigException(file + ": can't be read (expected: a TOML file)");
        }
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new ConfigException(file + ", line " + error.position().line() + ": " + error.getMessage());
        }
        return toml;
    }

    private static String text(String where, @Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case null, default -> throw new ConfigException(where + ": expected a text or a whole number");
        };
    }

    private void addEnvironment(Map<String, String> environment) {
        environment.forEach((name, text) -> {
            if (Setting.isVariable(name)) {
                Setting setting = Setting.ofVariable(name)
                        .orElseThrow(() -> new ConfigException(name + ": there is no such setting (did you mean "
                                + Setting.nearestTo(name.substring("WAXWING_RELAY_".length())
                                                .toLowerCase(Locale.ROOT))
                                        .variable()
                                + "?)"));
                given.put(setting, new Given(text, name));
            }
        });
    }

    Optional<String> text(Setting setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::text);
    }

    String text(Setting setting, String otherwise) {
        return text(setting).orElse(otherwise);
    }

    /// @throws ConfigException if it is not given
    String required(Setting setting, String why) {
        return text(setting)
                .orElseThrow(() -> new ConfigException(setting.key() + ": is missing (" + why + "; set it in the config"
                        + " file, as " + setting.variable() + " or with " + setting.flag() + ")"));
    }

    /// @throws ConfigException if it is given and not a whole number within the bounds
    int number(Setting setting, int otherwise, int least, int most) {
        Given found = given.get(setting);
        if (found == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(found.text().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below, like a number out of bounds.
        }
        throw new ConfigException(
                found.where() + ": " + found.text() + " (expected: a whole number, " + least + ".." + most + ")");
    }

    /// Where a setting was given, for messages about it.
    String where(Setting setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::where).orElse(setting.key());
    }
}
