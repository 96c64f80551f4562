package waxwing.server.credentials;

import io.grpc.stub.StreamObserver;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.GetOwnCertificateResponse;
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
                        .setCertificate(certificates.signed(certificate))
                        .build(),
                answer);
    }
}
