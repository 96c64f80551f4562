/// How a business's typed content looks on a terminal: [Cards] draws a receipt, a reservation or a delivery as
/// rows of safe text, money right-aligned, times local with their zone, links as plain text behind their host.
@NullMarked
package waxwing.cli.card;

import org.jspecify.annotations.NullMarked;
