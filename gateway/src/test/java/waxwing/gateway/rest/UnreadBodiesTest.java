package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnreadBodiesTest {
    private final HttpRequestWriter request = HttpRequest.streaming(HttpMethod.POST, "/");

    @Test
    void whatComesAfterTheAnswerIsThrownAway() throws Exception {
        AggregatedHttpResponse answer = answer((_, _) -> HttpResponse.of(HttpStatus.UNAUTHORIZED));

        assertThat(answer.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
        request.write(HttpData.ofUtf8("late"));
        request.whenConsumed().get(8, TimeUnit.SECONDS);
    }

    @Test
    void aBodyThatIsReadIsLeftAlone() throws Exception {
        request.write(HttpData.ofUtf8("whole"));
        request.close();

        AggregatedHttpResponse answer = answer((_, asked) ->
                HttpResponse.of(asked.aggregate().thenApply(body -> HttpResponse.of(body.contentUtf8()))));

        assertThat(answer.contentUtf8()).isEqualTo("whole");
    }

    private AggregatedHttpResponse answer(HttpService service) throws Exception {
        return new UnreadBodies()
                .serve(service, ServiceRequestContext.of(request), request)
                .aggregate()
                .get(8, TimeUnit.SECONDS);
    }
}
