package waxwing.gateway;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/// What a command reads and writes: data to `out`, messages to `err`.
record Terminal(InputStream in, PrintWriter out, PrintWriter err) {
    /// The process's own.
    static Terminal own() {
        Charset charset = Charset.defaultCharset();
        return new Terminal(
                System.in, new PrintWriter(System.out, true, charset), new PrintWriter(System.err, true, charset));
    }

    void print(Object line) {
        out.println(line);
        out.flush();
    }

    void tell(String line) {
        err.println(line);
        err.flush();
    }
}
