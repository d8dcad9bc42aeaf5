/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Runs statements over ClickHouse's HTTP interface: DDL and answers a person reads, no bulk data.
 * Thread safe.
 */
public final class SqlClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final String url;
  private final String database;
  private final String user;
  private final String password;

  private SqlClient(String url, String database, String user, String password) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.database = database;
    this.user = user;
    this.password = password;
  }

  /**
   * A client of one server.
   *
   * @param url such as {@code http://127.0.0.1:8123}
   * @param database where names without one are looked up
   */
  public static SqlClient to(String url, String database, String user, String password) {
    return new SqlClient(url, database, user, password);
  }

  /** The same server and user, with another default database. */
  public SqlClient in(String otherDatabase) {
    return new SqlClient(url, otherDatabase, user, password);
  }

  /**
   * Runs a statement and returns its output as ClickHouse formats it.
   *
   * @throws RefusedException when ClickHouse answers with an error
   * @throws IllegalStateException when it does not answer
   */
  public String execute(String sql) {
    return send(sql, Map.of());
  }

  /**
   * Runs a SELECT.
   *
   * @param parameters plain values of the query's {@code {name:Type}} places
   */
  public QueryResult query(String sql, Map<String, String> parameters) {
    StringBuilder settings = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            settings
                .append("&param_")
                .append(encode(name))
                .append('=')
                .append(encode(escape(value))));
    return QueryResult.parse(
        send(sql, Map.of("default_format", "TabSeparatedWithNamesAndTypes"), settings.toString()));
  }

  public QueryResult query(String sql) {
    return query(sql, Map.of());
  }

  private String send(String sql, Map<String, String> settings) {
    return send(sql, settings, "");
  }

  private String send(String sql, Map<String, String> settings, String encodedSettings) {
    StringBuilder path = new StringBuilder("/?database=").append(encode(database));
    settings.forEach((k, v) -> path.append('&').append(k).append('=').append(encode(v)));
    path.append(encodedSettings);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER_LIMIT)
            .header("X-ClickHouse-User", user)
            .header("X-ClickHouse-Key", password)
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new RefusedException(code(response), response.body().strip());
      }
      return response.body();
    } catch (ConnectException e) {
      throw new IllegalStateException(
          "no ClickHouse answers at " + url + ": start it, or set HELIOGRAPH_CLICKHOUSE_URL", e);
    } catch (IOException e) {
      throw new IllegalStateException("ClickHouse at " + url + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ClickHouse answers", e);
    }
  }

  private static int code(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("X-ClickHouse-Exception-Code")
        .map(Integer::parseInt)
        .orElse(0);
  }

  /** ClickHouse reads a parameter's value as one TabSeparated cell. */
  private static String escape(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
