package waxwing.cli.view;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.people.Contact;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;

/// A contact in words.
public final class ContactView {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*");
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .,&+_-]*");

    private ContactView() {}

    /// What it is called: the alias, else a business's verified name, else the number.
    public static SafeText name(Contact contact) {
        return SafeText.name(contact.displayName());
    }

    /// As [#known], and of a business whether its name is verified.
    public static SafeText full(Contact contact) {
        return contact.isBusiness() ? SafeText.of("{}, {}", known(contact), verification(contact)) : known(contact);
    }

    /// The name, and what else tells it from others of that name.
    public static SafeText known(Contact contact) {
        SafeText name = name(contact);
        SafeText known = contact.number()
                .map(number -> SafeText.of("{}", number.e164()))
                .or(() -> contact.account().map(account -> SafeText.of("{}", account)))
                .orElse(SafeText.EMPTY);
        return known.isEmpty() || known.equals(name) ? name : SafeText.of("{} ({})", name, known);
    }

    /// As one word of a command line that a shell reads: the name, quoted if need be, else the number.
    public static SafeText word(Contact contact) {
        String name = contact.displayName();
        if (WORD.matcher(name).matches()) {
            return SafeText.of("{}", name);
        }
        return contact.number()
                .filter(_ -> !WORDS.matcher(name).matches())
                .map(number -> SafeText.of("{}", number.e164()))
                .orElseGet(() -> SafeText.of("'{}'", name.replace("'", "")));
    }

    /// Whether the relay's operator verified a business's name.
    public static SafeText verification(Contact contact) {
        return contact.businessName().isPresent()
                ? SafeText.of("verified business")
                : SafeText.of("unverified business");
    }

    /// The name for scripts: only one that the person or the operator gave.
    public static Optional<String> givenName(Contact contact) {
        return contact.alias().or(contact::businessName);
    }

    public static Json json(Contact contact) {
        return Json.answer()
                .put("number", contact.number().map(PhoneNumber::e164))
                .put("name", givenName(contact))
                .put("alias", contact.alias())
                .put("account", contact.account().map(AccountId::toString))
                .put("type", contact.type().name().toLowerCase(Locale.ROOT))
                .put("standing", contact.standing().name().toLowerCase(Locale.ROOT));
    }

    /// `{"id":…,"name":…,"verified":…,"domains":[…]}`
    public static Json business(Contact contact) {
        return Json.object()
                .put("id", contact.account().map(AccountId::toString))
                .put("name", givenName(contact))
                .put("verified", contact.businessName().isPresent())
                .put("domains", contact.domains());
    }
}
