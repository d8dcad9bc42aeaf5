/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.eureka.EurekaLeases;
import io.heliograph.registry.eureka.EurekaPages;
import io.heliograph.registry.eureka.Status;
import io.heliograph.registry.rules.RuleBook;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Eureka's REST API in JSON: {@code /eureka/apps...}, as Netflix's client calls it. Never blocks.
 */
final class EurekaRoutes implements AutoCloseable {
  static final String PREFIX = "/eureka/";
  static final String APPS = PREFIX + "apps";
  static final String DELTA = APPS + "/delta";
  static final String APP = APPS + "/{app}";
  static final String INSTANCE = APP + "/{id}";
  static final String STATUS = INSTANCE + "/status";
  static final String METADATA = INSTANCE + "/metadata";
  static final String ANY_APP = PREFIX + "instances/{id}";
  static final String VIP = PREFIX + "vips/{vip}";
  static final String SECURE_VIP = PREFIX + "svips/{vip}";
  static final String OTHER = PREFIX + "...";

  private static final Logger LOG = LoggerFactory.getLogger(EurekaRoutes.class);

  private final EurekaLeases leases;
  private final EurekaReads reads;
  private volatile boolean hasRefused;

  EurekaRoutes(Catalog catalog, RuleBook rules, LongSupplier wallMillis) {
    leases = new EurekaLeases(catalog);
    reads = new EurekaReads(catalog, rules, wallMillis);
  }

  /** The parts of a path after the prefix; a slash at the end does not count. */
  private static String[] parts(String path) {
    return path.substring(PREFIX.length()).split("/");
  }

  /** The route that a path with the prefix belongs to. */
  static String route(String path) {
    String[] parts = parts(path);
    return switch (parts[0] + "/" + parts.length) {
      case "apps/1" -> APPS;
      case "apps/2" -> parts[1].equals("delta") ? DELTA : APP;
      case "apps/3" -> INSTANCE;
      case "apps/4" ->
          switch (parts[3]) {
            case "status" -> STATUS;
            case "metadata" -> METADATA;
            default -> OTHER;
          };
      case "instances/2" -> ANY_APP;
      case "vips/2" -> VIP;
      case "svips/2" -> SECURE_VIP;
      default -> OTHER;
    };
  }

  /** Answers a request of one of the routes. */
  void handle(HttpCall call) {
    String[] parts = parts(call.request().getHttpURI().getCanonicalPath());
    try {
      String method = call.request().getMethod();
      switch (call.route()) {
        case APPS -> reads.list(call, EurekaPages::all);
        case DELTA -> reads.list(call, EurekaPages::delta);
        case VIP -> reads.list(call, pages -> pages.vip(parts[1], false));
        case SECURE_VIP -> reads.list(call, pages -> pages.vip(parts[1], true));
        case ANY_APP -> reads.one(call, "GET", pages -> pages.instance(parts[1]));
        case APP -> {
          if (method.equals("POST")) {
            register(call, parts[1]);
          } else {
            String app = parts[1].toUpperCase(Locale.ROOT);
            reads.one(call, "GET, POST", pages -> pages.application(app));
          }
        }
        case INSTANCE -> instance(call, method, parts[1], parts[2]);
        case STATUS -> status(call, method, parts[1], parts[2]);
        case METADATA -> metadata(call, method, parts[1], parts[2]);
        default ->
            call.problem(
                HttpStatus.NOT_FOUND_404,
                "no such path; of Eureka's API there are apps, apps/delta, apps/{app}[/{id}[/status"
                    + " or /metadata]], instances/{id}, vips/{vip} and svips/{vip}");
      }
    } catch (Refusal e) {
      refuse(call, e);
    } catch (CatalogFullException e) {
      CatalogRoutes.full(call, e);
    }
  }

  private void register(HttpCall call, String app) {
    String type = call.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type != null && type.contains("xml")) {
      call.problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          "Content-Type is '%s': give application/json".formatted(type));
      return;
    }
    BodyReader.read(
        call.request(),
        CatalogRoutes.MAX_BODY,
        body -> register(call, app, body),
        () -> CatalogRoutes.tooLarge(call),
        failure -> call.problem(HttpStatus.BAD_REQUEST_400, "body ended too early"));
  }

  private void register(HttpCall call, String app, byte[] body) {
    try {
      leases.register(app, body);
      call.noContent();
    } catch (Refusal e) {
      refuse(call, e);
    } catch (CatalogFullException e) {
      CatalogRoutes.full(call, e);
    }
  }

  /** Eureka's clients do not log the body of an answer, so that nobody else would see it. */
  private void refuse(HttpCall call, Refusal refusal) {
    String path = call.request().getHttpURI().getCanonicalPath();
    if (hasRefused) {
      LOG.debug("{} refused: {}", path, refusal.getMessage());
    } else {
      hasRefused = true;
      LOG.warn("{} refused: {}; more are told at DEBUG only", path, refusal.getMessage());
    }
    call.problem(HttpStatus.BAD_REQUEST_400, refusal.getMessage());
  }

  private void instance(HttpCall call, String method, String app, String id) throws Refusal {
    switch (method) {
      case "PUT" -> {
        String dirty = query(call).getValue("lastDirtyTimestamp");
        found(call, leases.renew(app, id, dirty == null ? 0 : number("lastDirtyTimestamp", dirty)));
      }
      case "DELETE" -> found(call, leases.cancel(app, id));
      default -> {
        String name = app.toUpperCase(Locale.ROOT);
        reads.one(call, "GET, PUT, DELETE", pages -> pages.instance(name, id));
      }
    }
  }

  private void status(HttpCall call, String method, String app, String id)
      throws Refusal, CatalogFullException {
    Status status = Status.read("value", query(call).getValue("value"));
    switch (method) {
      case "PUT" -> done(call, leases.override(app, id, status));
      case "DELETE" -> done(call, leases.removeOverride(app, id, status));
      default -> call.takesOnly("PUT, DELETE");
    }
  }

  private void metadata(HttpCall call, String method, String app, String id)
      throws Refusal, CatalogFullException {
    if (!method.equals("PUT")) {
      call.takesOnly("PUT");
      return;
    }
    Map<String, String> entries = new TreeMap<>();
    query(call).forEach(field -> entries.put(field.getName(), field.getValue()));
    done(call, leases.putMetadata(app, id, entries));
  }

  private static Fields query(HttpCall call) {
    return Request.extractQueryParameters(call.request(), UTF_8);
  }

  private static long number(String field, String text) throws Refusal {
    try {
      return InstanceLimits.number(field, Long.parseLong(text), 0, Long.MAX_VALUE);
    } catch (NumberFormatException e) {
      throw new Refusal(field, "is '%s': give milliseconds since 1970".formatted(text));
    }
  }

  private static void done(HttpCall call, EurekaLeases.Outcome outcome) {
    if (outcome == EurekaLeases.Outcome.NOT_EUREKAS) {
      call.problem(
          HttpStatus.CONFLICT_409,
          "the instance is registered through another API, which would undo this: change it there");
    } else {
      found(call, outcome == EurekaLeases.Outcome.DONE);
    }
  }

  /** A client reads whatever body there is as an instance: there must be none. */
  private static void found(HttpCall call, boolean found) {
    int status = found ? HttpStatus.OK_200 : HttpStatus.NOT_FOUND_404;
    BodyReader.discard(call.request(), () -> call.empty(status));
  }

  /** No request may come any more. */
  @Override
  public void close() {
    reads.close();
  }
}
