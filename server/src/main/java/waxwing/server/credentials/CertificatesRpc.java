package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.GetOwnCertificateResponse;
import waxwing.relay.v1.SignedCertificate;
import waxwing.server.account.Accounts;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;
import waxwing.server.rpc.Rejection;

/// The edge of the service `Certificates`.
public final class CertificatesRpc extends CertificatesGrpc.CertificatesImplBase {
    private final Accounts accounts;
    private final Certificates certificates;

    public CertificatesRpc(Accounts accounts, Certificates certificates) {
        this.accounts = accounts;
        this.certificates = certificates;
    }

    @Override
    public void getOwn(GetOwnCertificateRequest request, StreamObserver<GetOwnCertificateResponse> answer) {
        long certificate = accounts.find(Callers.current().account())
                .orElseThrow(Rejection::badCredentials)
                .certificateId();
        Answers.with(
                GetOwnCertificateResponse.newBuilder()
                        .setCertificate(signed(certificates.byId(certificate)))
                        .build(),
                answer);
    }

    private static SignedCertificate signed(ByteString serialised) {
        try {
            return SignedCertificate.parseFrom(serialised);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a certificate of our own can't be read", e);
        }
    }
}
