package waxwing.gateway.webhook.guard;

import java.net.InetAddress;

/// A URL together with the address that it is posted to: one that was judged, and is not looked up again.
public final class Target {
    private final WebhookUrl url;
    private final InetAddress address;

    Target(WebhookUrl url, InetAddress address) {
        this.url = url;
        this.address = address;
    }

    WebhookUrl url() {
        return url;
    }

    InetAddress address() {
        return address;
    }

    @Override
    public String toString() {
        return "Target[" + url.host() + "]";
    }
}
