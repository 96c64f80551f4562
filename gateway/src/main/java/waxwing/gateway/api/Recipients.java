package waxwing.gateway.api;

import java.util.Optional;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.suppression.Suppressions;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Reads whom a request means: `{"phone_number": …}` or `{"contact": …}`.
///
/// @param own the business's own number, which is nobody to write to
record Recipients(PhoneNumber own, Contacts contacts, Suppressions suppressions) {
    private static final String NUMBER = "phone_number";
    private static final String CONTACT = "contact";

    Optional<PhoneNumber> read(JsonFields fields, Faults faults) {
        return read("to", fields, faults);
    }

    /// @param name of the field that says who
    Optional<PhoneNumber> read(String name, JsonFields fields, Faults faults) {
        return fields.requiredObject(name).flatMap(to -> {
            Optional<String> number = to.text(NUMBER);
            Optional<String> contact = to.text(CONTACT);
            to.refuseOthers();
            if (to.any(NUMBER).isPresent() && to.any(CONTACT).isPresent()) {
                to.invalid(CONTACT, "stands beside phone_number (expected: one of the two)");
                return Optional.empty();
            }
            if (to.any(NUMBER).isEmpty() && to.any(CONTACT).isEmpty()) {
                to.missing(NUMBER);
            }
            return number.flatMap(text -> number(to, text, faults))
                    .or(() -> contact.flatMap(text -> numberOf(to, text, faults)));
        });
    }

    private Optional<PhoneNumber> number(JsonFields to, String text, Faults faults) {
        try {
            PhoneNumber number = PhoneNumber.parse(text);
            if (number.equals(own)) {
                to.invalid(NUMBER, "is the business's own number");
            }
            return Optional.of(number);
        } catch (MalformedValueException malformed) {
            faults.add(Fault.at(to.path(NUMBER), ErrorCode.INVALID_PHONE_NUMBER, "is " + malformed.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<PhoneNumber> numberOf(JsonFields to, String text, Faults faults) {
        Optional<PhoneNumber> number = handle(text).flatMap(contacts::numberOf);
        if (number.isEmpty()) {
            faults.add(Fault.at(to.path(CONTACT), ErrorCode.NOT_FOUND, "is not a contact of this gateway")
                    .hint("Give a contact as an answer or an event named it, or the phone_number."));
        }
        return number;
    }

    static Optional<ContactHandle> handle(String text) {
        try {
            return Optional.of(new ContactHandle(text));
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }

    /// @throws Rejection if the list of suppressions has the recipient
    void requireOpen(PhoneNumber to, MessageKind kind) {
        if (suppressions.forbids(to, kind)) {
            throw new Rejection(Fault.at("to", ErrorCode.RECIPIENT_OPTED_OUT, "is on the list of suppressions"));
        }
    }
}
