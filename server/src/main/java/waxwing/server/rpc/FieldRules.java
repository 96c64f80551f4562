package waxwing.server.rpc;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules that stand beside the fields of the protos, evaluated by protovalidate.
///
/// Making the evaluator takes as long as the rest of a start, so it is made when it is first needed; [#prepare] makes
/// it before that.
public final class FieldRules {
    private @Nullable Validator made;

    /// Makes ready, so that no call has to wait for it.
    public void prepare() {
        Validator _ = validator();
    }

    private synchronized Validator validator() {
        Validator known = made;
        if (known == null) {
            known = ValidatorFactory.newBuilder().build();
            made = known;
        }
        return known;
    }

    /// What is wrong with the request.
    List<Rejection.Violation> brokenBy(Message request) {
        try {
            ValidationResult result = validator().validate(request);
            return result.getViolations().stream()
                    .map(violation -> new Rejection.Violation(
                            path(violation.toProto().getField()),
                            violation.toProto().getMessage()))
                    .toList();
        } catch (ValidationException e) {
            throw new IllegalStateException("a rule in a .proto can't be evaluated", e);
        }
    }

    private static String path(FieldPath path) {
        StringBuilder text = new StringBuilder();
        for (FieldPathElement element : path.getElementsList()) {
            text.append(text.isEmpty() ? "" : ".").append(element.getFieldName());
            if (element.hasIndex()) {
                text.append('[').append(element.getIndex()).append(']');
            }
        }
        return text.toString();
    }
}
