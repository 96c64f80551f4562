package waxwing.crypto;

import java.util.random.RandomGenerator;
import waxwing.model.MalformedValueException;

/// The name of one installation of a device: 1..16380, drawn at random when its keys are made. It tells a
/// device id that was given to another installation from the one that was meant.
public record RegistrationId(int value) {
    private static final int HIGHEST = 16_380;

    public RegistrationId {
        if (!isLegal(value)) {
            throw new MalformedValueException("registration id: " + value + " (expected: 1.." + HIGHEST + ")");
        }
    }

    static boolean isLegal(int value) {
        return value >= 1 && value <= HIGHEST;
    }

    public static RegistrationId random(RandomGenerator random) {
        return new RegistrationId(random.nextInt(1, HIGHEST + 1));
    }
}
