/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * ClickHouse's HTTP interface. Thread-safe; each statement has a connection of its own.
 *
 * @param url such as {@code http://127.0.0.1:8123}
 * @param database default database of every statement
 */
public record ClickHouseHttp(String url, String database, String user, String password) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 5_000;

  /**
   * Sends one statement. The caller looks at the status and reads the answer.
   *
   * @param parameters of the URL: settings, {@code param_*}, {@code default_format}
   * @throws ConnectException saying where nobody answers and what to do
   */
  public HttpURLConnection send(String statement, Map<String, String> parameters)
      throws IOException {
    StringBuilder address = new StringBuilder(url).append("/?database=").append(encode(database));
    parameters.forEach(
        (name, value) ->
            address.append('&').append(encode(name)).append('=').append(encode(value)));
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address.toString()).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setRequestProperty("X-ClickHouse-User", user);
    if (!password.isEmpty()) {
      connection.setRequestProperty("X-ClickHouse-Key", password);
    }
    try (OutputStream body = connection.getOutputStream()) {
      body.write(statement.getBytes(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw (ConnectException)
          new ConnectException(
                  "no answer from %s (%s). Is the stack up? ./heliograph status"
                      .formatted(url, e.getMessage()))
              .initCause(e);
    }
    return connection;
  }

  /**
   * Hands over the rows of a SELECT one by one, each as an object; 64-bit integers are numbers.
   *
   * @param values for {@code {name:Type}} in the statement
   * @throws IOException with ClickHouse's own words if it refuses
   */
  public void rows(String select, Map<String, ?> values, Consumer<JsonNode> row)
      throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("default_format", "JSONEachRow");
    parameters.put("output_format_json_quote_64bit_integers", "0");
    // so that a failure half way is told by the status, not in the middle of the rows
    parameters.put("wait_end_of_query", "1");
    values.forEach((name, value) -> parameters.put("param_" + name, escape(value.toString())));
    HttpURLConnection connection = send(select, parameters);
    if (connection.getResponseCode() != 200) {
      try (InputStream answer = connection.getErrorStream()) {
        byte[] words = answer == null ? new byte[0] : answer.readAllBytes();
        throw new IOException(
            "ClickHouse answers " + new String(words, StandardCharsets.UTF_8).strip());
      }
    }
    try (InputStream answer = connection.getInputStream();
        MappingIterator<JsonNode> rows = JSON.readerFor(JsonNode.class).readValues(answer)) {
      while (rows.hasNextValue()) {
        row.accept(rows.nextValue());
      }
    }
  }

  /** Values of parameters are read like cells of TabSeparated. */
  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
