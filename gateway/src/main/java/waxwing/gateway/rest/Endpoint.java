package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;

/// Answers one method of one resource. It may block, and throws [Rejection] for a request that breaks the
/// contract.
@FunctionalInterface
interface Endpoint {
    HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request);
}
