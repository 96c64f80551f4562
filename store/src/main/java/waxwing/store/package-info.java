/// Embedded-database plumbing that the relay, the client and the gateway share.
///
/// [Database] is the front door: it opens a hardened H2 file ([Database#openH2]) or stands over a PostgreSQL data
/// source ([Database#over]), brings the schema up to date ([Database#migrate]) and runs work in transactions
/// ([Database#inTransaction], and in groups [Database#inGroupedTransaction]) on platform threads of its own.
///
/// Why H2 is wrapped: out of the box it acknowledges a commit up to half a second before writing it, and never
/// calls fsync. Here each commit is written by the committing thread and forced to the disk before the call
/// returns, so what [Database#inTransaction] returned from outlives `kill -9` and loss of power. A marker file
/// beside the database says that it was once set up; a database that opens empty afterwards is reported, never
/// started afresh.
@NullMarked
package waxwing.store;

import org.jspecify.annotations.NullMarked;
