package waxwing.server.controls;

import waxwing.model.DeviceId;
import waxwing.model.MessageKind;

/// What a person chose for one kind of one business's messages, with the evidence.
///
/// @param device on which the person chose
public record Choice(MessageKind kind, Setting setting, long atMillis, Means means, DeviceId device) {
    /// How a person chose.
    public enum Means {
        /// By a command about the business.
        COMMAND,
        /// From a message of the business.
        MESSAGE
    }
}
