/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.ConfigLog;
import io.heliograph.registry.configlog.Document;
import io.heliograph.registry.configlog.DocumentVersion;
import io.heliograph.registry.configlog.LogUnavailableException;
import io.heliograph.registry.configlog.VersionConflictException;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Degradation;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.rules.RuleCheck;
import io.heliograph.registry.rules.RulesJson;
import io.heliograph.registry.rules.ServiceRules;
import io.heliograph.registry.rules.Warning;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Changes of rules over HTTP, answered once the log has decided them, by the thread that reads the
 * log; nothing blocks. A body of more than {@value #MAX_BODY} bytes is refused.
 */
final class RuleChanges {
  private static final int MAX_BODY = 64 << 10;

  private final RuleBook book;
  private final ConfigLog log;
  private final Function<ServiceName, List<Candidate>> candidates;

  /**
   * Changes of these rules.
   *
   * @param candidates the instances that new rules are checked against
   */
  RuleChanges(RuleBook book, ConfigLog log, Function<ServiceName, List<Candidate>> candidates) {
    this.book = book;
    this.log = log;
    this.candidates = candidates;
  }

  /** The version that an answer is about. */
  static void tag(HttpCall call, long version) {
    call.response().getHeaders().put(HttpHeader.ETAG, "\"" + version + "\"");
  }

  /** Replaces all rules of a service. */
  void put(HttpCall call, ServiceName service) throws Refusal {
    RulesQuery query = RulesQuery.of(call.request());
    withBody(call, body -> put(call, service, query, body));
  }

  /** Replaces what is switched off, and leaves what else the rules say. */
  void switchOff(HttpCall call, ServiceName service) throws Refusal {
    RulesQuery query = RulesQuery.of(call.request());
    withBody(call, body -> degrade(call, service, query, RulesJson.readDegradation(body)));
  }

  /** Switches all on again. */
  void switchOn(HttpCall call, ServiceName service) throws Refusal {
    degrade(call, service, RulesQuery.of(call.request()), Degradation.NONE);
  }

  /** Deletes all rules of a service. */
  void delete(HttpCall call, ServiceName service) throws Refusal {
    RulesQuery query = RulesQuery.of(call.request());
    if (book.isKnown() && book.document(service).value().isEmpty()) {
      call.problem(HttpStatus.NOT_FOUND_404, "%s has no rules".formatted(service));
      return;
    }
    long version = query.version(0);
    if (version == 0) {
      throw new Refusal("version", "is missing: give that of the rules that are to be deleted");
    }
    write(call, service, version, query, Optional.empty(), List.of());
  }

  private interface Body {
    void take(byte[] bytes) throws Refusal;
  }

  private static void withBody(HttpCall call, Body action) {
    BodyReader.read(
        call.request(),
        MAX_BODY,
        body -> {
          try {
            action.take(body);
          } catch (Refusal e) {
            call.problem(HttpStatus.BAD_REQUEST_400, e.getMessage());
          }
        },
        () ->
            call.problem(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "body is too large: give at most %,d bytes".formatted(MAX_BODY)),
        failure -> call.problem(HttpStatus.BAD_REQUEST_400, "body ended too early"));
  }

  private void put(HttpCall call, ServiceName service, RulesQuery query, byte[] body)
      throws Refusal {
    ServiceRules rules = RulesJson.read(body);
    long expected = expected(service, query.version(rules.version()));
    List<Warning> warnings = RuleCheck.warnings(rules, candidates.apply(service));
    if (query.dryRun()) {
      call.json(HttpStatus.OK_200, PlanJson.published(expected + 1, true, warnings));
    } else if (!warnings.isEmpty() && !query.force()) {
      call.problem(
          HttpStatus.UNPROCESSABLE_ENTITY_422,
          warnings.stream().map(Warning::toString).collect(Collectors.joining("; "))
              + "; add ?force=true to publish it all the same");
    } else {
      publish(call, service, expected, query, rules, warnings);
    }
  }

  /** Whoever knows of no rules may replace rules that were deleted. */
  private long expected(ServiceName service, long version) {
    Document now = book.document(service);
    return version == 0 && now.value().isEmpty() ? now.version() : version;
  }

  private void degrade(
      HttpCall call, ServiceName service, RulesQuery query, Degradation degradation)
      throws Refusal {
    Document now = book.document(service);
    ServiceRules rules =
        now.value().isEmpty()
            ? ServiceRules.NONE
            : RulesJson.read(now.value().get().getBytes(UTF_8));
    long expected = query.version(0) == 0 ? now.version() : query.version(0);
    publish(call, service, expected, query, rules.withDegradation(degradation), List.of());
  }

  private void publish(
      HttpCall call,
      ServiceName service,
      long expected,
      RulesQuery query,
      ServiceRules rules,
      List<Warning> warnings) {
    String json = RulesJson.write(rules.withVersion(expected + 1));
    write(call, service, expected, query, Optional.of(json), warnings);
  }

  private void write(
      HttpCall call,
      ServiceName service,
      long expected,
      RulesQuery query,
      Optional<String> json,
      List<Warning> warnings) {
    var unused =
        log.write(new ConfigLog.Change(RuleBook.key(service), expected, query.author(), json))
            .whenComplete(
                (version, failure) -> {
                  if (failure == null) {
                    written(call, version, warnings);
                  } else {
                    refused(
                        call,
                        service,
                        failure instanceof CompletionException ? failure.getCause() : failure);
                  }
                });
  }

  private static void written(HttpCall call, DocumentVersion version, List<Warning> warnings) {
    if (version.value().isEmpty()) {
      call.noContent();
    } else {
      tag(call, version.version());
      call.json(HttpStatus.OK_200, PlanJson.published(version.version(), false, warnings));
    }
  }

  private static void refused(HttpCall call, ServiceName service, Throwable failure) {
    if (failure instanceof VersionConflictException conflict) {
      tag(call, conflict.current());
      call.problem(
          HttpStatus.CONFLICT_409,
          "version: the rules of %s are at version %d now; read them, and make your change to those"
              .formatted(service, conflict.current()));
    } else if (failure instanceof LogUnavailableException) {
      call.response().getHeaders().put(HttpHeader.RETRY_AFTER, 5);
      call.problem(HttpStatus.SERVICE_UNAVAILABLE_503, "rules: " + failure.getMessage());
    } else {
      call.problem(HttpStatus.INTERNAL_SERVER_ERROR_500, "rules: " + failure);
    }
  }
}
