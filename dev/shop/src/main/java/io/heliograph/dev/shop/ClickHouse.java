/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks ClickHouse over HTTP. */
final class ClickHouse {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final DemoOptions options;

  ClickHouse(DemoOptions options) {
    this.options = options;
  }

  /**
   * The rows of a SELECT, one object each.
   *
   * @param parameters for {@code {name:Type}} in the query
   */
  List<JsonNode> rows(String query, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    StringBuilder url = new StringBuilder(options.clickHouse().toString());
    url.append(url.toString().contains("?") ? '&' : url.toString().endsWith("/") ? '?' : "/?");
    url.append("database=").append(encoded(options.database()));
    url.append("&default_format=JSONEachRow&output_format_json_quote_64bit_integers=0");
    parameters.forEach(
        (name, value) -> url.append("&param_").append(name).append('=').append(encoded(value)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.toString().replace("//?", "/?")))
            .timeout(TIMEOUT)
            .header("X-ClickHouse-User", options.user())
            .header("X-ClickHouse-Key", options.password())
            .POST(HttpRequest.BodyPublishers.ofString(query))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "ClickHouse answers " + response.statusCode() + ": " + response.body() + "\n" + query);
    }
    List<JsonNode> rows = new ArrayList<>();
    for (String line : response.body().split("\n", -1)) {
      if (!line.isBlank()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  private static String encoded(Object value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
  }
}
