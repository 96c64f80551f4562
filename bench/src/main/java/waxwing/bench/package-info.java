/// What Waxwing can do on this machine, measured through a real relay process over TLS.
///
/// [Main] runs the rows of the table one after another; [RelayUnderTest] is the relay, started with the launcher,
/// with its CPU time; [RawDevice] is a registered device that speaks the wire protocol with random bytes for
/// ciphertext, so that the generator costs little; [EndsRow] uses whole clients instead. Numbers are medians of
/// several runs.
@NullMarked
package waxwing.bench;

import org.jspecify.annotations.NullMarked;
