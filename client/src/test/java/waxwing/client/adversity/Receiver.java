package waxwing.client.adversity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import waxwing.client.Client;
import waxwing.client.profile.Profile;

/// A program for tests: receives until it is killed.
final class Receiver {
    private Receiver() {}

    static Process launch(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Receiver.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        Client.open(Profile.open(folder, Person.key(folder), World.ENVIRONMENT)).connect();
        new CountDownLatch(1).await();
    }
}
