package waxwing.server.mailbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process that takes a [Churn] through a RocksDB store and notes each batch that the store returned from, as
/// one byte of a file beside it. It closes and opens the store now and then. Runs under a [Recorder].
final class RecordedMailbox {
    static final String STORE = "mailboxes";
    static final String ACKNOWLEDGED = "acknowledged";
    static final long MEMTABLE_BYTES = 64 << 10;

    private RecordedMailbox() {}

    /// @param args the folder, the seed, how many batches, and after how many the store is opened anew
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Churn churn = new Churn(Long.parseLong(args[1]));
        int batches = Integer.parseInt(args[2]);
        int session = Integer.parseInt(args[3]);
        try (FileChannel acknowledged = FileChannel.open(
                folder.resolve(ACKNOWLEDGED), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int done = 0; done < batches; ) {
                try (RocksMailboxStore store = RocksMailboxStore.open(folder.resolve(STORE), MEMTABLE_BYTES)) {
                    for (int end = Math.min(batches, done + session); done < end; done++) {
                        store.apply(churn.next());
                        acknowledged.write(ByteBuffer.wrap(new byte[] {'.'}));
                    }
                }
            }
        }
    }
}
