/// What a business's typed content has to be, checked by the same pure rules at the gateway, before it is sent,
/// and at the person's client, before it is shown.
///
/// [ContentPolicy] is the door; it answers with a list of [Violation]s, each with the path of the field in the
/// terms of the business API (`content.receipt.lines[0].line_total`). An empty list means that the content may
/// be sent or shown.
@NullMarked
package waxwing.client.content;

import org.jspecify.annotations.NullMarked;
