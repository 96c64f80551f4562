import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import waxwing.business.v1.AcceptedMessage;
import waxwing.business.v1.Content;
import waxwing.business.v1.Kind;
import waxwing.business.v1.MessagesGrpc;
import waxwing.business.v1.Recipient;
import waxwing.business.v1.SendMessageRequest;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Money;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;

/// Sends a receipt through a gateway, typed, with the client that the protos give.
///
///     java -cp 'target/dist/lib/*' docs/examples/SendReceipt.java API_KEY 127.0.0.1:8085 +12025550102
void main(String[] args) {
    ManagedChannel channel = Grpc.newChannelBuilder(args[1], InsecureChannelCredentials.create()).build();
    try {
        AcceptedMessage accepted = MessagesGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(args[0], "order-1002")))
                .sendMessage(request(args[2]));
        IO.println(accepted.getMessageId() + " " + accepted.getStatus());
    } finally {
        channel.shutdownNow();
    }
}

Metadata headers(String apiKey, String idempotencyKey) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + apiKey);
    headers.put(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER), idempotencyKey);
    return headers;
}

SendMessageRequest request(String phoneNumber) {
    Money price = Money.newBuilder().setCurrencyCode("EUR").setUnits(4).build();
    Receipt receipt = Receipt.newBuilder()
            .setEntity(Entity.newBuilder().setId("order-1002").setRevision(1))
            .setOrderNumber("1002")
            .setOrderDate("2026-11-28")
            .setOrderStatus(Receipt.OrderStatus.PROCESSING)
            .addLines(ReceiptLine.newBuilder()
                    .setLineNumber(1)
                    .setName("Plum cake")
                    .setQuantity("1")
                    .setUnitPrice(price)
                    .setLineTotal(price))
            .setTotal(price)
            .setPayment(Payment.newBuilder().setMethod("card").setStatus(Payment.Status.COMPLETE))
            .build();
    return SendMessageRequest.newBuilder()
            .setTo(Recipient.newBuilder().setPhoneNumber(phoneNumber))
            .setKind(Kind.RECEIPT)
            .setContent(Content.newBuilder().setReceipt(receipt))
            .build();
}
