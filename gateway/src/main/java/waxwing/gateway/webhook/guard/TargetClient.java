package waxwing.gateway.webhook.guard;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.ResponseTimeoutMode;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.SplitHttpResponse;
import com.linecorp.armeria.common.util.Exceptions;
import io.netty.channel.ConnectTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Posts to targets: to the address that was judged, with the host's name in TLS and in the request,
/// without following redirects and without a proxy. A connection takes at most 5 s, the whole at most 15 s,
/// and of an answer at most 64 KiB are read.
public final class TargetClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final String USER_AGENT = "waxwing-gateway";

    private final ClientFactory factory;
    private final Duration whole;

    public TargetClient() {
        this(List.of(), WHOLE);
    }

    /// @param trusted certificates that are trusted instead of the platform's authorities; none for those
    /// @param whole in which a receiver has to answer
    TargetClient(List<X509Certificate> trusted, Duration whole) {
        this.whole = whole;
        this.factory = ClientFactory.builder()
                .connectTimeout(CONNECT)
                .idleTimeout(IDLE)
                .useHttp2Preface(false)
                .proxyConfig(ProxyConfig.direct())
                .tlsCustomizer(tls -> {
                    if (!trusted.isEmpty()) {
                        tls.trustManager(trusted.toArray(X509Certificate[]::new));
                    }
                })
                .build();
    }

    /// Posts JSON and waits for the answer.
    ///
    /// @param headers beside the usual ones
    public Reply post(Target target, Map<String, String> headers, byte[] body) throws InterruptedException {
        RequestHeadersBuilder request = RequestHeaders.builder(
                        HttpMethod.POST, target.url().path())
                .contentType(MediaType.JSON)
                .set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        headers.forEach(request::set);
        HttpResponse response = client(target).execute(request.build(), HttpData.wrap(body));
        try {
            return answered(response.split());
        } catch (ExecutionException e) {
            return failed(Exceptions.peel(e));
        } catch (TimeoutException _) {
            return new Reply.TimedOut();
        } finally {
            response.abort();
        }
    }

    private WebClient client(Target target) {
        WebhookUrl url = target.url();
        SessionProtocol protocol = switch (url.scheme()) {
            case HTTPS -> SessionProtocol.HTTPS;
            case HTTP -> SessionProtocol.H1C;
        };
        Endpoint pinned =
                Endpoint.of(url.host(), url.port()).withIpAddr(target.address().getHostAddress());
        return WebClient.builder(protocol, pinned)
                .factory(factory)
                .responseTimeout(whole)
                .responseTimeoutMode(ResponseTimeoutMode.FROM_START)
                .writeTimeout(whole)
                .maxResponseLength(LARGEST_ANSWER)
                .build();
    }

    /// The status decides; the body is read so that the connection can be used again, and thrown away.
    private Reply answered(SplitHttpResponse response)
            throws InterruptedException, ExecutionException, TimeoutException {
        ResponseHeaders headers = done(response.headers());
        try {
            done(response.body().collect().thenAccept(parts -> parts.forEach(HttpData::close)));
        } catch (ExecutionException | TimeoutException _) {
            // Too long, too slow or cut off: the receiver has given its answer all the same.
        }
        return new Reply.Answered(
                headers.status().code(), Optional.ofNullable(headers.get(HttpHeaderNames.RETRY_AFTER)));
    }

    private <T> T done(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(whole.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Reply failed(Throwable failure) {
        return switch (failure) {
            case ResponseTimeoutException _ -> new Reply.TimedOut();
            case SSLException _ -> new Reply.TlsFailed();
            case ConnectTimeoutException _ -> new Reply.Unreachable();
            case UnprocessedRequestException unprocessed
            when unprocessed.getCause() instanceof SSLException -> new Reply.TlsFailed();
            case UnprocessedRequestException _ -> new Reply.Unreachable();
            default -> new Reply.Broken();
        };
    }

    @Override
    public void close() {
        factory.close();
    }
}
