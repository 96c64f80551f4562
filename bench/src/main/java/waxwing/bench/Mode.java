package waxwing.bench;

import java.io.IOException;

/// One group of rows.
interface Mode {
    void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException;
}
