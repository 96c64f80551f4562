package waxwing.server.mailbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The submits that were accepted last, for those that never reached the store because their recipients
/// acknowledged first.
final class RecentSubmits {
    private static final int MOST = 65_536;

    private final Map<SubmitKey, Long> submits = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SubmitKey, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(SubmitKey submit, long atMillis) {
        submits.putIfAbsent(submit, atMillis);
    }

    synchronized OptionalLong acceptedAt(SubmitKey submit) {
        Long at = submits.get(submit);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
