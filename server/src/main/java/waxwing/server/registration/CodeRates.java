package waxwing.server.registration;

import java.time.Duration;
import waxwing.server.limits.Rate;

/// The budgets for sending codes.
///
/// @param spacing between two codes to one number
/// @param perPrefix to all numbers that share their first seven digits
/// @param perSource at the wish of one network
public record CodeRates(Duration spacing, Rate perNumber, Rate perPrefix, Rate perSource) {}
