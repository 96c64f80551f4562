package waxwing.server.config;

/// How much may be sent.
///
/// @param submitsPerMinute messages of one account, at once and again over each minute
/// @param businessSubmitsPerMinute instead, of one business that is verified
/// @param toOnePerMinute messages of one account to one other, at once and again over each minute
/// @param inboundMibHourly MiB that all together may send to one account over each hour, and four times as much at
///     once; any one sender may use a quarter of it
public record SendBudget(int submitsPerMinute, int businessSubmitsPerMinute, int toOnePerMinute, int inboundMibHourly) {
    /// Ten messages a second to one account, and a device's full mailbox each hour: more than people do. A business
    /// writes to many, within its tier: two thousand messages a second are more than a gateway sends.
    public static final SendBudget DEFAULT = new SendBudget(1_200, 120_000, 600, 64);
    /// For a machine that belongs to whoever sends.
    public static final SendBudget DEVELOPMENT = new SendBudget(100_000_000, 100_000_000, 100_000_000, 1_000_000);
}
