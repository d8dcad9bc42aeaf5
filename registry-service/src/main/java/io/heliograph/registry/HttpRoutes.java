/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.nio.ByteBuffer;
import java.util.Optional;
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
 * contract, not all of which is built yet, {@code /eureka/...} is for Eureka's clients. Runs on
 * Jetty's threads and never blocks them.
 */
final class HttpRoutes extends Handler.Abstract.NonBlocking {
  private static final String CONTRACT_PREFIX = "/v1/";

  private final RegistryMetrics metrics;
  private final Supplier<Readiness> readiness;
  private final CatalogRoutes catalog;
  private final RulesRoutes rules;
  private final EurekaRoutes eureka;
  private final Optional<AgentGate> gate;

  HttpRoutes(
      RegistryMetrics metrics,
      Supplier<Readiness> readiness,
      CatalogRoutes catalog,
      RulesRoutes rules,
      EurekaRoutes eureka,
      Optional<AgentGate> gate) {
    this.metrics = metrics;
    this.readiness = readiness;
    this.catalog = catalog;
    this.rules = rules;
    this.eureka = eureka;
    this.gate = gate;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getCanonicalPath();
    HttpCall call = new HttpCall(request, response, callback, route(path), metrics);
    if (gate.isPresent() && gate.get().refuses(call.route(), request.getMethod())) {
      call.problem(HttpStatus.NOT_IMPLEMENTED_501, gate.get().why());
      return true;
    }
    switch (call.route()) {
      case "other" ->
          call.problem(
              HttpStatus.NOT_FOUND_404,
              path == null // "OPTIONS *" and the like
                  ? "no such path"
                  : "no such path; there are /healthz, /readyz, /metrics, /v1/... and "
                      + EurekaRoutes.PREFIX
                      + "apps");
      case "/v1" ->
          call.problem(
              HttpStatus.NOT_IMPLEMENTED_501,
              "config is not built yet, it comes with an issue of its own; this"
                  + " process answers "
                  + CatalogRoutes.SERVICES
                  + ", "
                  + CatalogRoutes.INSTANCES
                  + "[/{id}], "
                  + RulesRoutes.RULES
                  + "[/history, /plan, /degradation], /healthz, /readyz and /metrics");
      case "/healthz", "/readyz", "/metrics" -> own(call);
      case RulesRoutes.RULES, RulesRoutes.HISTORY, RulesRoutes.PLAN, RulesRoutes.DEGRADATION ->
          rules.handle(call);
      default -> {
        if (call.route().startsWith(EurekaRoutes.PREFIX)) {
          eureka.handle(call);
        } else {
          catalog.handle(call);
        }
      }
    }
    return true;
  }

  private static String route(String path) {
    if (path == null) {
      return "other";
    }
    if (path.equals("/v1") || path.startsWith(CONTRACT_PREFIX)) {
      String route = CatalogRoutes.route(path) + RulesRoutes.route(path);
      return route.isEmpty() ? "/v1" : route;
    }
    if (path.startsWith(EurekaRoutes.PREFIX)) {
      return EurekaRoutes.route(path);
    }
    return switch (path) {
      case "/healthz", "/readyz", "/metrics" -> path;
      default -> "other";
    };
  }

  private void own(HttpCall call) {
    String method = call.request().getMethod();
    if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      call.takesOnly("GET, HEAD");
      return;
    }
    switch (call.route()) {
      case "/healthz" -> call.text(HttpStatus.OK_200, "ok");
      case "/readyz" -> {
        Readiness now = readiness.get();
        call.text(
            now == Readiness.SERVING ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
            now.name());
      }
      default -> {
        // counted before it is read, so that it shows itself
        metrics.httpAnswered(call.route(), HttpStatus.OK_200);
        call.response().getHeaders().put(HttpHeader.CONTENT_TYPE, RegistryMetrics.contentType());
        call.response().write(true, ByteBuffer.wrap(metrics.scrape()), call.callback());
      }
    }
  }
}
