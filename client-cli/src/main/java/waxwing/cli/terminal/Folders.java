package waxwing.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Where things are on this machine: the XDG base directories, or one folder for all of them (`WAXWING_HOME`).
public final class Folders {
    /// `sockaddr_un` has 108 bytes on Linux and 104 on macOS, the last of which is zero.
    private static final int LONGEST_SOCKET_PATH = 103;

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
        return home().map(home -> home.resolve(what))
                .or(() -> given(variable).map(given -> given.resolve("waxwing")))
                .orElseGet(() -> Path.of(variables.getOrDefault("HOME", "."), usual)
                        .toAbsolutePath()
                        .resolve("waxwing"));
    }

    private Optional<Path> home() {
        return Optional.ofNullable(variables.get("WAXWING_HOME"))
                .filter(home -> !home.isEmpty())
                .map(home -> Path.of(home).toAbsolutePath().normalize());
    }

    /// A base directory; a relative path is no valid one (XDG Base Directory Specification).
    private Optional<Path> given(String variable) {
        return Optional.ofNullable(variables.get(variable)).map(Path::of).filter(Path::isAbsolute);
    }

    /// The Unix socket on which the process that owns this profile listens, in a folder of this user's alone.
    /// It is named by a hash of where the profile is, so two homes never share one, and it stands in `/tmp`
    /// where the right folder's path is too long for a socket.
    public Path socket(ProfileName name) {
        String file = hash(real(profile(name)).toString(), 16) + ".sock";
        return runtime()
                .map(folder -> folder.resolve(file))
                .filter(Folders::fits)
                .orElseGet(() -> shared().resolve(file));
    }

    private Optional<Path> runtime() {
        return home().map(home -> home.resolve("run"))
                .or(() -> given("XDG_RUNTIME_DIR").map(given -> given.resolve("waxwing")));
    }

    private Path shared() {
        return Path.of("/tmp").resolve("waxwing-" + hash(variables.getOrDefault("HOME", "") + user(), 6));
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH;
    }

    /// The same path whichever symbolic link leads there.
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException _) {
            // Nothing is there yet, so nobody listens there either.
            return folder;
        }
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
