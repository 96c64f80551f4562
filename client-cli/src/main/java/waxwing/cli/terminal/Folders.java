package waxwing.cli.terminal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where things are on this machine: the XDG base directories, or one folder for all of them (`WAXWING_HOME`).
public final class Folders {
    private final Map<String, String> variables;

    /// @param variables the process's environment
    public Folders(Map<String, String> variables) {
        this.variables = variables;
    }

    /// The folder of a profile's keys and messages.
    public Path profile(ProfileName name) {
        return under("data", "XDG_DATA_HOME", ".local/share").resolve(name.value());
    }

    /// The file of a profile's settings.
    public Path settings(ProfileName name) {
        return under("config", "XDG_CONFIG_HOME", ".config").resolve(name.value() + ".conf");
    }

    private Path under(String what, String variable, String usual) {
        @Nullable String home = variables.get("WAXWING_HOME");
        if (home != null && !home.isEmpty()) {
            return Path.of(home).toAbsolutePath().normalize().resolve(what);
        }
        @Nullable String given = variables.get(variable);
        // A relative path is invalid (XDG Base Directory Specification).
        if (given != null && Path.of(given).isAbsolute()) {
            return Path.of(given).resolve("waxwing");
        }
        return Path.of(variables.getOrDefault("HOME", "."), usual)
                .toAbsolutePath()
                .resolve("waxwing");
    }

    /// The Unix socket on which the process that owns this profile listens. Its name is a hash because such a
    /// path has at most 108 bytes.
    public Path socket(ProfileName name) {
        @Nullable String runtime = variables.get("XDG_RUNTIME_DIR");
        Path folder = runtime != null && Path.of(runtime).isAbsolute() && runtime.length() <= 60
                ? Path.of(runtime).resolve("waxwing")
                : Path.of("/tmp").resolve("waxwing-" + hash(variables.getOrDefault("HOME", "") + user(), 6));
        return folder.resolve(hash(profile(name).toString(), 16) + ".sock");
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }

    private static String hash(String text, int digits) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
