package waxwing.store;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Flight Recorder's event for each statement of [Sql], as `jdbi.statement` is for each of JDBI's.
@Name("waxwing.statement")
@Label("SQL statement")
@Category("Waxwing")
@StackTrace(false)
final class StatementEvent extends Event {
    @Label("SQL")
    @SuppressWarnings("UnusedVariable") // The recorder reads it.
    private final String sql;

    private StatementEvent(String sql) {
        this.sql = sql;
    }

    static StatementEvent begun(String sql) {
        var event = new StatementEvent(sql);
        event.begin();
        return event;
    }
}
