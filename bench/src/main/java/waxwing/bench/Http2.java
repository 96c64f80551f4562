package waxwing.bench;

/// The numbers of HTTP/2 (RFC 9113) that one stream needs.
final class Http2 {
    private Http2() {}

    static final class FrameType {
        static final int DATA = 0;
        static final int HEADERS = 1;
        static final int RST_STREAM = 3;
        static final int SETTINGS = 4;
        static final int PING = 6;
        static final int GOAWAY = 7;
        static final int WINDOW_UPDATE = 8;
        static final int CONTINUATION = 9;
    }

    static final class Setting {
        static final int ENABLE_PUSH = 2;
        static final int INITIAL_WINDOW_SIZE = 4;
        static final int MAX_FRAME_SIZE = 5;
    }
}
