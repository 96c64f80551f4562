package waxwing.cli.card;

import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Code;

/// A code as rows. On one line it is only what it is for: a line stands in lists and over shoulders.
final class CodeCard {
    private CodeCard() {}

    static SafeText title() {
        return SafeText.of("Code");
    }

    static SafeText summary(Code code) {
        return SafeText.of("code for: {}", code.getPurpose());
    }

    static List<SafeText> rows(Code code, When when) {
        return new Rows()
                .labelled(SafeText.of("For"), SafeText.line(code.getPurpose()))
                .labelled(SafeText.of("Code"), SafeText.line(code.getCode()))
                .labelled(SafeText.of("Expires"), when.instant(code.getExpiresAt()))
                .all();
    }
}
