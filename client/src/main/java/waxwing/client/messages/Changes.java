package waxwing.client.messages;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bell that rings when something was committed: whoever waits looks again. Look at [#version] first, then at
/// the state, then wait, so that no ring is missed.
public final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long version;

    public long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    public void ring() {
        lock.lock();
        try {
            version++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it rang since `seen`; false when the time is over
    public boolean awaitAfter(long seen, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (version == seen && left > 0) {
                left = rung.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
            return version != seen;
        } finally {
            lock.unlock();
        }
    }
}
