/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.ConfigLog;
import io.heliograph.registry.configlog.Document;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.RuleBook;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Rules over HTTP: {@code .../services/{service}/rules}, their history, what is switched off, and
 * the plan of a caller. Never blocks.
 */
final class RulesRoutes {
  static final String RULES = CatalogRoutes.SERVICES + "/{service}/rules";
  static final String HISTORY = RULES + "/history";
  static final String PLAN = RULES + "/plan";
  static final String DEGRADATION = RULES + "/degradation";

  private final Catalog catalog;
  private final LongSupplier wallMillis;
  private final RuleBook book;
  private final RuleChanges changes;

  RulesRoutes(Catalog catalog, LongSupplier wallMillis, RuleBook book, ConfigLog log) {
    this.catalog = catalog;
    this.wallMillis = wallMillis;
    this.book = book;
    changes = new RuleChanges(book, log, this::candidates);
  }

  /** The route that a path belongs to; empty if it is none of these. */
  static String route(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length < 7
        || parts.length > 8
        || !parts[2].equals("namespaces")
        || !parts[4].equals("services")
        || !parts[6].equals("rules")) {
      return "";
    }
    return switch (parts.length == 7 ? "" : parts[7]) {
      case "" -> parts.length == 7 ? RULES : "";
      case "history" -> HISTORY;
      case "plan" -> PLAN;
      case "degradation" -> DEGRADATION;
      default -> "";
    };
  }

  /** Answers a request of one of the routes. */
  void handle(HttpCall call) {
    try {
      String[] parts = call.request().getHttpURI().getCanonicalPath().split("/", -1);
      ServiceName service =
          new ServiceName(
              InstanceLimits.name("namespace", parts[3]), InstanceLimits.name("service", parts[5]));
      switch (call.route()) {
        case RULES -> rules(call, service);
        case DEGRADATION -> degradation(call, service);
        default -> read(call, service, "GET");
      }
    } catch (Refusal e) {
      call.problem(HttpStatus.BAD_REQUEST_400, e.getMessage());
    }
  }

  private void rules(HttpCall call, ServiceName service) throws Refusal {
    String method = call.request().getMethod();
    if (HttpMethod.PUT.is(method)) {
      changes.put(call, service);
    } else if (HttpMethod.DELETE.is(method)) {
      changes.delete(call, service);
    } else {
      read(call, service, "GET, PUT, DELETE");
    }
  }

  private void degradation(HttpCall call, ServiceName service) throws Refusal {
    String method = call.request().getMethod();
    if (HttpMethod.PUT.is(method)) {
      changes.switchOff(call, service);
    } else if (HttpMethod.DELETE.is(method)) {
      changes.switchOn(call, service);
    } else {
      call.takesOnly("PUT, DELETE");
    }
  }

  private void read(HttpCall call, ServiceName service, String methods) throws Refusal {
    if (!HttpMethod.GET.is(call.request().getMethod())) {
      call.takesOnly(methods);
      return;
    }
    if (!book.isKnown() || !catalog.isVerified(service)) {
      call.problem(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          catalog.isFollowing()
              ? "no node has told this agent yet of %s: try again".formatted(service)
              : "the rules have not been read yet: Kafka does not answer; instances are served"
                  + " without");
      return;
    }
    switch (call.route()) {
      case PLAN ->
          call.json(
              HttpStatus.OK_200,
              PlanJson.write(
                  Routing.plan(
                      book.of(service), candidates(service), RulesQuery.caller(call.request()))));
      case HISTORY -> {
        RulesQuery.none(call.request());
        call.json(HttpStatus.OK_200, history(book.document(service)));
      }
      default -> {
        RulesQuery.none(call.request());
        current(call, service);
      }
    }
  }

  private void current(HttpCall call, ServiceName service) {
    Document document = book.document(service);
    if (document.value().isEmpty()) {
      call.problem(HttpStatus.NOT_FOUND_404, "%s has no rules".formatted(service));
      return;
    }
    RuleChanges.tag(call, document.version());
    call.json(HttpStatus.OK_200, document.value().get().getBytes(UTF_8));
  }

  private static byte[] history(Document document) {
    return document.versions().stream()
        .map(
            version ->
                "{\"version\":%d,\"author\":%s,\"publishedAt\":\"%s\",\"rules\":%s}"
                    .formatted(
                        version.version(),
                        PlanJson.quoted(version.author()),
                        Instant.ofEpochMilli(version.atMillis()),
                        version.value().orElse("null")))
        .collect(Collectors.joining(",", "{\"versions\":[", "]}"))
        .getBytes(UTF_8);
  }

  private List<Candidate> candidates(ServiceName service) {
    long now = wallMillis.getAsLong();
    return catalog.view(service).instances().stream()
        .map(listed -> Candidate.of(listed, now))
        .toList();
  }
}
