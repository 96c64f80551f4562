/// The API over gRPC (`waxwing.business.v1`), on the port of the API over HTTP.
@NullMarked
package waxwing.gateway.grpc;

import org.jspecify.annotations.NullMarked;
