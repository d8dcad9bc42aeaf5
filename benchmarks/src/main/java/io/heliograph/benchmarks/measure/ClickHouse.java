/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Queries of a ClickHouse over HTTP. Thread-safe. */
public final class ClickHouse {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  public ClickHouse(String url) {
    this.url = url.endsWith("/") ? url : url + "/";
  }

  /** Runs a statement; settings are those of ClickHouse, as {@code name=value}. */
  public void execute(String sql, String... settings) throws IOException, InterruptedException {
    ask(sql, Duration.ofMinutes(10), settings);
  }

  /** The lines of a result, columns separated by tabs. */
  public List<String> lines(String sql) throws IOException, InterruptedException {
    return ask(sql, Duration.ofSeconds(60)).lines().toList();
  }

  /** The only number of a result. */
  public long number(String sql) throws IOException, InterruptedException {
    List<String> lines = lines(sql);
    if (lines.size() != 1) {
      throw new IOException("one number expected, got " + lines + " for: " + sql);
    }
    return Long.parseLong(lines.get(0));
  }

  private String ask(String sql, Duration timeout, String... settings)
      throws IOException, InterruptedException {
    StringBuilder uri = new StringBuilder(url).append("?wait_end_of_query=1");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      uri.append('&').append(setting, 0, equals).append('=');
      uri.append(URLEncoder.encode(setting.substring(equals + 1), StandardCharsets.UTF_8));
    }
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(uri.toString()))
                .timeout(timeout)
                .POST(BodyPublishers.ofString(sql))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("ClickHouse answered " + response.body().strip() + "\nto: " + sql);
    }
    return response.body();
  }
}
