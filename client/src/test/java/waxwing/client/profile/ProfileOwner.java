package waxwing.client.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/// A program for tests: owns a profile until it is killed.
final class ProfileOwner {
    private ProfileOwner() {}

    static Process launch(Path folder, Path keyFile) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProfileOwner.class.getName(),
                        folder.toString(),
                        keyFile.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = output.readLine();
        while (line != null && !line.equals("owned")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the owner ended before it owned the profile");
        }
        return process;
    }

    @SuppressWarnings("SystemOut") // Its parent waits for the line.
    public static void main(String[] args) throws InterruptedException {
        Profile.create(
                Path.of(args[0]),
                new ProfileKey.KeyFile(Path.of(args[1])),
                new Environment(Clock.systemUTC(), new SecureRandom()));
        System.out.println("owned");
        new CountDownLatch(1).await();
    }
}
