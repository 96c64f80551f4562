package waxwing.crypto;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import waxwing.content.v1.Sealed;

/// Makes the length of a plaintext say little about its content: a multiple of [#BLOCK] bytes.
///
/// The padding is a field of the message itself (`Sealed.padding`), so reading needs no step of its own.
public final class Padding {
    public static final int BLOCK = 160;

    private Padding() {}

    /// Serialises `sealed` with so much padding that the length is a multiple of [#BLOCK]; padding that it has
    /// already is replaced.
    public static byte[] padded(Sealed sealed) {
        Sealed bare = sealed.toBuilder().clearPadding().build();
        int size = bare.getSerializedSize();
        int target = Math.ceilDiv(size, BLOCK) * BLOCK;
        while (target != size) {
            int padding = paddingThatTakes(target - size);
            if (padding > 0) {
                return bare.toBuilder()
                        .setPadding(ByteString.copyFrom(new byte[padding]))
                        .build()
                        .toByteArray();
            }
            target += BLOCK;
        }
        return bare.toByteArray();
    }

    /// The number of zeroes that fill exactly `room` bytes together with the field's tag and length; 0 if none
    /// does (fewer than 3 bytes, or just where the length itself grows by a byte).
    private static int paddingThatTakes(int room) {
        for (int overhead = 2; overhead <= 4 && overhead < room; overhead++) {
            int zeroes = room - overhead;
            if (CodedOutputStream.computeByteArraySize(Sealed.PADDING_FIELD_NUMBER, new byte[zeroes]) == room) {
                return zeroes;
            }
        }
        return 0;
    }
}
