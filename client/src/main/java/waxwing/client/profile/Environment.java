package waxwing.client.profile;

import java.security.SecureRandom;
import java.time.Clock;

/// What an end takes from the outside world, so that tests can hand it in: the time and chance.
public record Environment(Clock clock, SecureRandom random) {}
