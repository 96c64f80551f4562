package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waxwing.crypto.SessionVault;
import waxwing.model.MessageId;
import waxwing.model.RelayLink;

/// A business's own gateway, which sends receipts to many people who are not there: first ones, each of which opens
/// a session, and further ones. From the first POST of a batch until the relay has all of it in its mailboxes.
///
/// A gateway that has just started spends half of the machine on compiling itself, so all of it is done before it is
/// measured, with other people. In the end all of them come and read, and each has to find what was sent to them, once.
///
/// @param people how many are a group
/// @param each further messages to each of those who get any
record BusinessMode(int people, int each) implements Mode {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(250);
    private static final int MOST_RUNS = 3;
    private static final double MIB = 1024 * 1024;
    private static final int READERS = 32;
    private static final int LARGEST_BATCH = 1_000;
    /// Groups whose first messages are measured, one group's behind the other's. As many warm up before: after one,
    /// gateway and relay still spend two fifths of the machine on compiling how a session is opened.
    private static final int OPENED = 5;

    /// What a run gave.
    ///
    /// @param started messages a second: the first ones of a gateway that has just started
    /// @param first messages a second, once it is warm
    /// @param further messages a second, once it is warm
    private record Run(double started, double first, double further, Costs costs) {}

    /// What the further messages cost.
    ///
    /// @param gatewayCpu microseconds a message
    /// @param relayCpu microseconds a message
    /// @param heap MiB that live in the gateway's heap after them
    /// @param heapGrowth that heap, compared with the one before what is measured
    /// @param resident MiB of the gateway in the second half
    private record Costs(double gatewayCpu, double relayCpu, double heap, double heapGrowth, List<Double> resident) {}

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        List<Run> runs = new ArrayList<>();
        for (int run = 0; run < Math.min(MOST_RUNS, effort.runs()); run++) {
            Path folder = Files.createTempDirectory("waxwing-bench-business-");
            Path relayData = folder.resolve("relay");
            try (var relay = new RelayUnderTest(stand.home(), relayData);
                    var gateway = new GatewayUnderTest(stand.home(), folder.resolve("gateway"), relay, relayData)) {
                runs.add(run(relay, gateway));
            }
            Stand.remove(folder);
        }
        String name = "gateway, REST batches to " + people + " people: ";
        report.row(Row.of(name + "first, just started", "msg/s", all(runs, Run::started)));
        report.row(Row.of("  first, warm", "msg/s", all(runs, Run::first)).aimingAt(">= 400"));
        report.row(Row.of("  further, warm (" + each + " to each)", "msg/s", all(runs, Run::further))
                .aimingAt(">= 1,500"));
        report.row(Row.of(
                "  gateway CPU a further message",
                "µs",
                all(runs, run -> run.costs().gatewayCpu())));
        report.row(Row.of(
                "  relay CPU a further message",
                "µs",
                all(runs, run -> run.costs().relayCpu())));
        double[] resident = runs.stream()
                .flatMap(run -> run.costs().resident().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        report.row(Row.of("  gateway RSS, in the second half of further", "MiB", resident));
        report.row(Row.of(
                "  gateway live heap after " + messages(1 + 2 * OPENED, 2) + " messages",
                "MiB",
                all(runs, run -> run.costs().heap())));
        report.row(Row.of(
                "  that, to the one after " + messages(1 + OPENED, 1),
                "ratio",
                all(runs, run -> run.costs().heapGrowth())));
    }

    /// @param first groups that got their first messages
    /// @param further groups that got further ones
    private String messages(int first, int further) {
        return String.format("%,d", people * (first + further * each));
    }

    private static double[] all(List<Run> runs, ToDoubleFunction<Run> value) {
        return runs.stream().mapToDouble(value).toArray();
    }

    private Run run(RelayUnderTest relay, GatewayUnderTest gateway) throws IOException, InterruptedException {
        RelayLink link = relay.awaitLink();
        List<Registered> registered;
        SessionVault keys;
        try (var registrar = new Registrar(relay, link)) {
            registered = registrar.register(0, (1 + 2 * OPENED) * people);
            keys = registrar.vault();
        }
        List<List<String>> sent = new ArrayList<>();
        registered.forEach(_ -> sent.add(new ArrayList<>()));
        List<Integer> warming = group(0, 1);
        double started = perSecond(gateway, sent, warming, 1);
        perSecond(gateway, sent, warming, each);
        perSecond(gateway, sent, group(1, OPENED), 1);
        long heapBefore = gateway.liveHeap();
        List<Integer> measured = group(1 + OPENED, OPENED);
        double first = perSecond(gateway, sent, measured, 1);
        double gatewayCpu = Machine.cpuSeconds(gateway.pid());
        double relayCpu = Machine.cpuSeconds(relay.pid());
        double further;
        List<Double> resident;
        try (var memory = new MemorySamples(gateway.pid(), BETWEEN_SAMPLES)) {
            further = perSecond(gateway, sent, measured.subList(0, people), each);
            resident = memory.secondHalf();
        }
        double messages = (double) people * each;
        double gatewaySpent = Machine.cpuSeconds(gateway.pid()) - gatewayCpu;
        double relaySpent = Machine.cpuSeconds(relay.pid()) - relayCpu;
        long heap = gateway.liveHeap();
        audit(link, registered, keys, sent);
        return new Run(
                started,
                first,
                further,
                new Costs(
                        gatewaySpent / messages * 1e6,
                        relaySpent / messages * 1e6,
                        heap / MIB,
                        (double) heap / heapBefore,
                        resident));
    }

    /// The people of so many groups.
    private List<Integer> group(int first, int groups) {
        return IntStream.range(first * people, (first + groups) * people)
                .boxed()
                .toList();
    }

    /// @param sent of each person, to which is added what was sent here
    /// @param to those who are written to
    private static double perSecond(GatewayUnderTest gateway, List<List<String>> sent, List<Integer> to, int rounds)
            throws IOException, InterruptedException {
        List<List<Integer>> batches = batches(to);
        long start = System.nanoTime();
        long messages = 0;
        for (int round = 0; round < rounds; round++) {
            for (List<Integer> batch : batches) {
                List<String> ids = gateway.post(UUID.randomUUID().toString(), body(batch, sent));
                for (int n = 0; n < ids.size(); n++) {
                    sent.get(batch.get(n)).add(ids.get(n));
                }
                messages += ids.size();
            }
        }
        awaitSent(gateway, start, messages);
        return messages / Pause.seconds(System.nanoTime() - start);
    }

    /// Asks seldom at first, so that asking costs nothing, and closely towards the end.
    private static void awaitSent(GatewayUnderTest gateway, long start, long messages) throws IOException {
        for (long left = gateway.waiting(); left > 0; left = gateway.waiting()) {
            long spent = System.nanoTime() - start;
            if (spent > PATIENCE.toNanos()) {
                throw new AuditException(left + " messages are not at the relay after " + PATIENCE);
            }
            double rate = Math.max(1, messages - left) / Pause.seconds(spent);
            Pause.millis(Math.clamp((long) (left / rate * 500), 10, 1_000));
        }
    }

    private static List<List<Integer>> batches(List<Integer> people) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < people.size(); from += LARGEST_BATCH) {
            batches.add(people.subList(from, Math.min(people.size(), from + LARGEST_BATCH)));
        }
        return batches;
    }

    /// The next message for each, of an order of its own.
    private static String body(List<Integer> people, List<List<String>> sent) {
        return people.stream()
                .map(person ->
                        receipt(Registrar.number(person), sent.get(person).size()))
                .collect(Collectors.joining(",", "{\"messages\": [", "]}"));
    }

    private static String receipt(String to, int order) {
        return """
            {"to": {"phone_number": "%s"}, "kind": "RECEIPT", "content": {"receipt": {
              "entity": {"id": "order-%d", "revision": 1}, "order_number": "1001", "order_date": "2026-11-21",
              "order_status": "PROCESSING",
              "lines": [{"line_number": 1, "name": "Rye bread", "quantity": "1",
                "unit_price": {"currency_code": "EUR", "units": "12", "nanos": 500000000},
                "line_total": {"currency_code": "EUR", "units": "12", "nanos": 500000000}}],
              "total": {"currency_code": "EUR", "units": "12", "nanos": 500000000},
              "payment": {"method": "card", "status": "COMPLETE"}}}}""".formatted(to, order);
    }

    /// Everybody comes, and finds what was sent to them: each once, in its order, and nothing else.
    private static void audit(RelayLink link, List<Registered> people, SessionVault keys, List<List<String>> sent)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<List<MessageId>>> reading = people.stream()
                    .map(person -> threads.submit(() -> Reader.read(link, person, keys)))
                    .toList();
            for (int person = 0; person < people.size(); person++) {
                List<String> read = reading.get(person).get().stream()
                        .map(MessageId::toString)
                        .toList();
                if (!read.equals(sent.get(person))) {
                    throw new AuditException(
                            "person " + person + " was sent " + sent.get(person).size() + " messages and read "
                                    + read.size() + ", or others, or in another order");
                }
            }
        } catch (ExecutionException e) {
            throw new AuditException("a person could not read: " + e.getCause());
        }
    }
}
