/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A few lines over ClickHouse's HTTP interface: text in, text out. Made for tests and for the
 * stack's own questions, not for bulk data.
 */
public final class ClickHouseClient {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 120_000;

  private final String url;
  private final String database;

  /**
   * @param url such as {@code http://127.0.0.1:8123}
   * @param database default database of every query
   */
  public ClickHouseClient(String url, String database) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.database = database;
  }

  /** Does the server answer {@code /ping}? */
  public boolean ping() {
    try {
      HttpURLConnection connection = open("/ping");
      connection.setReadTimeout(CONNECT_MILLIS);
      return read(connection).startsWith("Ok.");
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs one statement and returns its output (TabSeparated unless it names a FORMAT). */
  public String query(String sql) {
    return query(sql, Map.of());
  }

  /**
   * Runs one statement with settings.
   *
   * @param settings settings and {@code param_*} values of this query
   * @throws IllegalStateException with ClickHouse's own words when it refuses
   */
  public String query(String sql, Map<String, String> settings) {
    return post(sql.getBytes(StandardCharsets.UTF_8), settings);
  }

  /** Inserts a body that the query text (with its FORMAT) describes. */
  public void insert(String sql, byte[] body, Map<String, String> settings) {
    Map<String, String> all = new java.util.LinkedHashMap<>(settings);
    all.put("query", sql);
    post(body, all);
  }

  /** The rows of a query, each column as ClickHouse's TSV text, unescaped. */
  public List<List<String>> rows(String sql) {
    return rows(sql, Map.of());
  }

  public List<List<String>> rows(String sql, Map<String, String> settings) {
    Map<String, String> all = new java.util.LinkedHashMap<>(settings);
    all.put("default_format", "TabSeparated");
    List<List<String>> rows = new ArrayList<>();
    for (String line : query(sql, all).split("\n", -1)) {
      List<String> row = new ArrayList<>();
      for (String cell : line.split("\t", -1)) {
        row.add(unescape(cell));
      }
      rows.add(row);
    }
    rows.remove(rows.size() - 1);
    return rows;
  }

  /** A single value, such as a count. */
  public String value(String sql) {
    List<List<String>> rows = rows(sql);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new IllegalStateException("expected one value, got " + rows + " from: " + sql);
    }
    return rows.get(0).get(0);
  }

  private String post(byte[] body, Map<String, String> settings) {
    StringBuilder path = new StringBuilder("/?database=").append(encode(database));
    settings.forEach((k, v) -> path.append('&').append(encode(k)).append('=').append(encode(v)));
    try {
      HttpURLConnection connection = open(path.toString());
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      return read(connection);
    } catch (IOException e) {
      throw new IllegalStateException(url + ": " + e.getMessage(), e);
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    // an idle kept connection would hold up a server that wants to stop
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  private static String read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    try (InputStream in = stream == null ? InputStream.nullInputStream() : stream) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (status >= 400 || connection.getHeaderField("X-ClickHouse-Exception-Code") != null) {
        throw new IOException("HTTP " + status + " " + text.strip());
      }
      return text;
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String unescape(String cell) {
    if (cell.indexOf('\\') < 0) {
      return cell;
    }
    StringBuilder out = new StringBuilder(cell.length());
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c != '\\' || i + 1 == cell.length()) {
        out.append(c);
        continue;
      }
      char next = cell.charAt(++i);
      switch (next) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case '0' -> out.append('\0');
        case 'N' -> out.append("\\N");
        default -> out.append(next);
      }
    }
    return out.toString();
  }
}
