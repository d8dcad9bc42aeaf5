/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.Registration;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import io.heliograph.registry.rpc.RenewalPace;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.rules.ServiceRules;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * Registration and discovery over HTTP: {@code /v1/namespaces/{ns}/services...}. Never blocks. A
 * body of more than {@value #MAX_BODY} bytes is refused.
 */
final class CatalogRoutes {
  static final String SERVICES = "/v1/namespaces/{ns}/services";
  static final String INSTANCES = SERVICES + "/{service}/instances";
  static final String INSTANCE = INSTANCES + "/{id}";

  static final int MAX_BODY = 64 << 10;

  /** For how long the first answer on a service waits that an agent does not follow yet. */
  private static final long FOLLOW_MILLIS = 2_000;

  private final Catalog catalog;
  private final LongSupplier wallMillis;
  private final LongPolls polls;
  private final RenewalPace pace;
  private final RuleBook rules;
  private final ListBodies bodies;

  CatalogRoutes(
      Catalog catalog,
      LongSupplier wallMillis,
      LongPolls polls,
      RenewalPace pace,
      RuleBook rules,
      ListBodies bodies) {
    this.bodies = bodies;
    this.catalog = catalog;
    this.wallMillis = wallMillis;
    this.polls = polls;
    this.pace = pace;
    this.rules = rules;
  }

  /** The route that a path belongs to; empty if it is none of these. */
  static String route(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length < 5 || !parts[2].equals("namespaces") || !parts[4].equals("services")) {
      return "";
    }
    if (parts.length == 5) {
      return SERVICES;
    }
    if (parts.length < 7 || !parts[6].equals("instances")) {
      return "";
    }
    return parts.length == 7 ? INSTANCES : parts.length == 8 ? INSTANCE : "";
  }

  /** Answers a request of one of the routes. */
  void handle(HttpCall call) {
    try {
      route(call);
    } catch (Refusal e) {
      call.problem(HttpStatus.BAD_REQUEST_400, e.getMessage());
    } catch (CatalogFullException e) {
      full(call, e);
    }
  }

  private void route(HttpCall call) throws Refusal, CatalogFullException {
    String[] parts = call.request().getHttpURI().getCanonicalPath().split("/", -1);
    String namespace = InstanceLimits.name("namespace", parts[3]);
    String method = call.request().getMethod();
    if (call.route().equals(SERVICES)) {
      if (!HttpMethod.GET.is(method)) {
        call.takesOnly("GET");
        return;
      }
      services(call, namespace);
      return;
    }
    ServiceName service = new ServiceName(namespace, InstanceLimits.name("service", parts[5]));
    if (call.route().equals(INSTANCES)) {
      if (!HttpMethod.GET.is(method)) {
        call.takesOnly("GET");
        return;
      }
      list(call, service);
      return;
    }
    String id = InstanceLimits.name("id", parts[7]);
    if (HttpMethod.PUT.is(method)) {
      register(call, service, id);
    } else if (HttpMethod.DELETE.is(method)) {
      deregister(call, service, id);
    } else {
      call.takesOnly("PUT, DELETE");
    }
  }

  private void services(HttpCall call, String namespace) {
    byte[] body =
        JsonBody.object(
            out -> {
              out.writeArrayFieldStart("services");
              for (Map.Entry<String, Integer> entry : catalog.services(namespace).entrySet()) {
                out.writeStartObject();
                out.writeStringField("service", entry.getKey());
                out.writeNumberField("instances", entry.getValue());
                out.writeEndObject();
              }
              out.writeEndArray();
            });
    call.json(HttpStatus.OK_200, body);
  }

  private void register(HttpCall call, ServiceName service, String id) {
    BodyReader.read(
        call.request(),
        MAX_BODY,
        body -> register(call, service, id, body),
        () -> tooLarge(call),
        failure -> call.problem(HttpStatus.BAD_REQUEST_400, "body ended too early"));
  }

  static void tooLarge(HttpCall call) {
    call.problem(
        HttpStatus.PAYLOAD_TOO_LARGE_413,
        "body is too large: give at most %,d bytes".formatted(MAX_BODY));
  }

  private void register(HttpCall call, ServiceName service, String id, byte[] body) {
    try {
      Instance instance = InstanceJson.read(id, body);
      Registration registration = catalog.register(service, instance);
      call.json(
          HttpStatus.OK_200,
          registered(
              instance.leaseSeconds(),
              pace.afterMillis(instance.leaseSeconds()),
              registration.revision()));
    } catch (Refusal e) {
      call.problem(HttpStatus.BAD_REQUEST_400, e.getMessage());
    } catch (CatalogFullException e) {
      full(call, e);
    }
  }

  /** Whole seconds are rounded down, so that a renewal is not late. */
  private static byte[] registered(int leaseSeconds, long afterMillis, long revision) {
    long afterSeconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(afterMillis));
    String json = // with each renewal, and with digits that do not depend on the locale
        "{\"leaseSeconds\":"
            + leaseSeconds
            + ",\"renewAfterSeconds\":"
            + afterSeconds
            + ",\"renewAfterMillis\":"
            + afterMillis
            + ",\"revision\":"
            + revision
            + "}";
    return json.getBytes(UTF_8);
  }

  static void full(HttpCall call, CatalogFullException e) {
    call.response().getHeaders().put(HttpHeader.RETRY_AFTER, 5);
    call.problem(HttpStatus.SERVICE_UNAVAILABLE_503, e.getMessage() + "; try again, or elsewhere");
  }

  private void deregister(HttpCall call, ServiceName service, String id) {
    if (catalog.deregister(service, id)) {
      call.noContent();
    } else {
      call.problem(
          HttpStatus.NOT_FOUND_404, "no instance %s of %s is registered".formatted(id, service));
    }
  }

  private void list(HttpCall call, ServiceName service) throws Refusal, CatalogFullException {
    Fields query = Request.extractQueryParameters(call.request(), UTF_8);
    for (String name : query.getNames()) {
      if (!InstanceFilter.PARAMETERS.contains(name)
          && !name.equals("wait")
          && !name.equals("revision")) {
        throw new Refusal(
            name,
            "is no parameter: there are %s, wait and revision"
                .formatted(String.join(", ", InstanceFilter.PARAMETERS)));
      }
    }
    Predicate<Instance> filter = InstanceFilter.of(query);
    String asked = InstanceFilter.text(query);
    Runnable answer = () -> list(call, service, asked, filter);
    long waitMillis = LongPolls.waitMillis(query.getValue("wait"));
    String revision = query.getValue("revision");
    if (waitMillis == 0 || revision == null) {
      if (catalog.isFollowing() && !catalog.isVerified(service)) { // the first who asks for it
        polls.await(call, service, catalog.view(service).revision(), FOLLOW_MILLIS, answer);
      } else {
        answer.run();
      }
    } else {
      polls.await(call, service, LongPolls.revision(revision), waitMillis, answer);
    }
  }

  private void list(HttpCall call, ServiceName service, String asked, Predicate<Instance> filter) {
    boolean verified = catalog.isVerified(service); // before it is read
    ServiceView view = catalog.view(service);
    if (view.instances().isEmpty() && !verified) {
      call.response().getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      call.problem(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "this node knows of none, but has yet to hear from the others: try again, or elsewhere");
      return;
    }
    OptionalLong stale = catalog.staleMillis(service);
    if (stale.isPresent()) {
      call.response()
          .getHeaders()
          .put(HttpHeader.AGE, TimeUnit.MILLISECONDS.toSeconds(stale.getAsLong()));
    }
    ServiceRules ruled = rules.of(service);
    long now = wallMillis.getAsLong();
    bodies
        .take(service, asked, view, ruled, () -> body(view, ruled, filter, now))
        .ifPresentOrElse(
            body -> call.json(HttpStatus.OK_200, body.json(), body::release),
            () -> {
              call.response().getHeaders().put(HttpHeader.RETRY_AFTER, 1);
              call.problem(
                  HttpStatus.SERVICE_UNAVAILABLE_503,
                  "lists of %,d bytes are being sent, and there is no room for another: try again,"
                          .formatted(bodies.bytes())
                      + " or elsewhere");
            });
  }

  private static byte[] body(
      ServiceView view, ServiceRules ruled, Predicate<Instance> filter, long now) {
    return JsonBody.object(
        out -> {
          out.writeNumberField("revision", view.revision());
          out.writeArrayFieldStart("instances");
          for (Listed listed : view.instances()) {
            if (filter.test(listed.instance())) {
              InstanceJson.write(
                  out, listed, now, Routing.weight(ruled, Candidate.of(listed, now)));
            }
          }
          out.writeEndArray();
        });
  }
}
