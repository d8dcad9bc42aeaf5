/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Key.DB_QUERY_TEXT;
import static io.heliograph.jobs.trace.intake.Key.DB_STATEMENT;
import static io.heliograph.jobs.trace.intake.Key.DB_SYSTEM;
import static io.heliograph.jobs.trace.intake.Key.DB_SYSTEM_NAME;
import static io.heliograph.jobs.trace.intake.Key.DB_TYPE;
import static io.heliograph.jobs.trace.intake.Key.SQL_QUERY;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.analysis.OperationTemplate;
import io.heliograph.jobs.trace.analysis.RedisTemplate;
import io.heliograph.jobs.trace.analysis.SqlTemplate;
import io.heliograph.jobs.trace.analysis.UrlTemplate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a span calls, the same for calls that differ in values only: the template of its statement,
 * else that of its operation. An operation that is a method of HTTP alone, as the conventions name
 * a client's span, is told with the path, or calls of different things would be one. Statements in
 * JSON are passed over: the conventions make the span's name operation and collection then. Each
 * template is worked out once, as long as the tables have room.
 */
final class CallNames {
  private static final long BUDGET = 4L << 20;
  private static final Key[] STATEMENT = {DB_QUERY_TEXT, DB_STATEMENT, SQL_QUERY};
  private static final Key[] SYSTEM = {DB_SYSTEM_NAME, DB_SYSTEM, DB_TYPE};
  private static final Key[] URL = {
    Key.URL_TEMPLATE, Key.HTTP_ROUTE, Key.URL_PATH, Key.URL_FULL, Key.HTTP_URL, Key.HTTP_TARGET
  };
  private static final long ANY_STATEMENT = Key.set(STATEMENT);
  private static final long ANY_URL = Key.set(URL);

  /** As the conventions name spans now and did before, and in lower case, as Zipkin does. */
  private static final Set<String> METHODS =
      Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY")
          .flatMap(method -> Stream.of(method, "HTTP " + method, method.toLowerCase(Locale.ROOT)))
          .collect(Collectors.toUnmodifiableSet());

  private static final Dialect[] DIALECTS = Dialect.values();

  private final Names names;
  private final Templates sql;
  private final Templates commands;

  /** By the number of an operation: that of its template plus one. */
  private int[] ofOperation = {};

  /** By the number of a system: that of its dialect plus one. */
  private byte[] ofSystem = {};

  CallNames(Names names) {
    this.names = names;
    sql = new Templates(SqlTemplate::of, names, BUDGET);
    commands = new Templates(RedisTemplate::of, names, BUDGET);
  }

  boolean isFull() {
    return sql.isFull() || commands.isFull();
  }

  /** To be called whenever the names are cleared. */
  void clear() {
    sql.clear();
    commands.clear();
    ofOperation = new int[] {};
    ofSystem = new byte[] {};
  }

  int of(KnownValues values, int operation) throws MalformedOtlpException {
    int call = values.hasAny(ANY_STATEMENT) ? ofStatement(values) : Names.EMPTY;
    if (call == Names.EMPTY && values.hasAny(ANY_URL) && METHODS.contains(names.text(operation))) {
      call = ofUrl(values, operation);
    }
    return call == Names.EMPTY ? ofOperation(operation) : call;
  }

  /** Worked out each time: URLs have ids in them, and would fill any table. */
  private int ofUrl(KnownValues values, int operation) throws MalformedOtlpException {
    return values.find(URL)
        ? names.of(names.text(operation) + " " + UrlTemplate.of(values.string()))
        : Names.EMPTY;
  }

  private int ofStatement(KnownValues values) throws MalformedOtlpException {
    Dialect dialect = values.find(SYSTEM) ? dialect(values.name(names)) : Dialect.SQL;
    if (dialect == Dialect.DOCUMENT || !values.find(STATEMENT)) {
      return Names.EMPTY;
    }
    return values.template(dialect == Dialect.SQL ? sql : commands);
  }

  private Dialect dialect(int system) {
    if (system >= ofSystem.length) {
      ofSystem = Arrays.copyOf(ofSystem, 2 * names.size());
    }
    if (ofSystem[system] == 0) {
      ofSystem[system] = (byte) (Dialect.of(names.text(system)).ordinal() + 1);
    }
    return DIALECTS[ofSystem[system] - 1];
  }

  private int ofOperation(int operation) {
    if (operation >= ofOperation.length) {
      ofOperation = Arrays.copyOf(ofOperation, 2 * names.size());
    }
    if (ofOperation[operation] == 0) {
      ofOperation[operation] = names.of(OperationTemplate.of(names.text(operation))) + 1;
    }
    return ofOperation[operation] - 1;
  }
}
