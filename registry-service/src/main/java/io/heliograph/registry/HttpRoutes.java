/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers every HTTP request once and counts it once. {@code /healthz} says that the process lives,
 * {@code /readyz} that it wants traffic, {@code /metrics} is for Prometheus, {@code /v1/...} is the
 * contract that is not built yet. Runs on Jetty's threads and never blocks them.
 */
final class HttpRoutes extends Handler.Abstract.NonBlocking {
  private static final String CONTRACT_PREFIX = "/v1/";

  private final RegistryMetrics metrics;
  private final Supplier<Readiness> readiness;

  HttpRoutes(RegistryMetrics metrics, Supplier<Readiness> readiness) {
    this.metrics = metrics;
    this.readiness = readiness;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getCanonicalPath();
    if (path == null) { // "OPTIONS *" and the like
      problem(request, response, callback, "other", HttpStatus.NOT_FOUND_404, "no such path");
    } else if (path.startsWith(CONTRACT_PREFIX) || path.equals("/v1")) {
      problem(
          request,
          response,
          callback,
          "/v1",
          HttpStatus.NOT_IMPLEMENTED_501,
          "the registry is not built yet, it comes with an issue of its own; "
              + "this process answers /healthz, /readyz and /metrics");
    } else if (!path.equals("/healthz") && !path.equals("/readyz") && !path.equals("/metrics")) {
      problem(
          request,
          response,
          callback,
          "other",
          HttpStatus.NOT_FOUND_404,
          "no such path; there are /healthz, /readyz, /metrics and /v1/...");
    } else if (!HttpMethod.GET.is(request.getMethod())
        && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      problem(
          request,
          response,
          callback,
          path,
          HttpStatus.METHOD_NOT_ALLOWED_405,
          path + " takes GET and HEAD, not " + request.getMethod());
    } else {
      own(path, response, callback);
    }
    return true;
  }

  private void own(String path, Response response, Callback callback) {
    switch (path) {
      case "/healthz" -> text(response, callback, path, HttpStatus.OK_200, "ok");
      case "/readyz" -> {
        Readiness now = readiness.get();
        int status =
            now == Readiness.SERVING ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
        text(response, callback, path, status, now.name());
      }
      default -> {
        metrics.httpAnswered(path, HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, RegistryMetrics.contentType());
        response.write(true, ByteBuffer.wrap(metrics.scrape()), callback);
      }
    }
  }

  private void text(Response response, Callback callback, String route, int status, String line) {
    metrics.httpAnswered(route, status);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.write(true, ByteBuffer.wrap((line + "\n").getBytes(UTF_8)), callback);
  }

  private void problem(
      Request request,
      Response response,
      Callback callback,
      String route,
      int status,
      String detail) {
    metrics.httpAnswered(route, status);
    ProblemAnswer.write(request, response, callback, status, detail);
  }
}
