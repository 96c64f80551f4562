package waxwing.server.secrets;

import com.google.protobuf.ByteString;

/// What a phone number is looked up by: its HMAC, of no use without the relay's secret file.
public record NumberIndex(ByteString value) {}
