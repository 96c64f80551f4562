/// A signed receipt as a file for other programs and other people: schema.org in JSON-LD, with the business's proof in
/// it. [ReceiptDocument] writes it; [ReceiptReader] reads it and believes nothing in it that the proof does not cover.
@NullMarked
package waxwing.cli.receipt;

import org.jspecify.annotations.NullMarked;
