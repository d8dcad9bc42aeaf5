/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Inserts by ClickHouse's HTTP interface. An interrupt ends the request. */
final class HttpInsertClient implements InsertClient {
  private static final Pattern CODE = Pattern.compile("Code: (\\d+)");
  private static final int MESSAGE_LIMIT = 2_000;

  /**
   * What makes an insert one block, thus one part per partition, which is stored or dropped whole:
   * the server shall gather all Native blocks of the request, in one thread, whatever their number
   * of rows and partitions. Dependent materialized views drop repeats by the same token, and get a
   * block again whose first attempt died between the table and the view.
   */
  private static final String SETTINGS =
      "&async_insert=0"
          + "&wait_end_of_query=1"
          + "&insert_deduplicate=1"
          + "&deduplicate_blocks_in_dependent_materialized_views=1"
          + "&min_insert_block_size_rows=1000000000"
          + "&min_insert_block_size_bytes=0"
          + "&max_insert_threads=1"
          + "&max_partitions_per_insert_block=0"
          // rows of one key are few in an insert; looking for them cost as much as writing them
          + "&optimize_on_insert=0";

  private final ClickHouseConnection connection;
  private final Duration timeout;
  private HttpClient http;

  HttpInsertClient(ClickHouseConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** Has threads of its own, so the many sinks that seldom insert anything get it late. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(timeout)
              .build();
    }
    return http;
  }

  @Override
  public void insert(InsertRequest insert) throws IOException, InterruptedException {
    String columns =
        insert.columns().stream().map(HttpInsertClient::quoted).collect(Collectors.joining(", "));
    String query = "INSERT INTO " + quoted(insert.table()) + " (" + columns + ") FORMAT Native";
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    connection.url()
                        + "/?database="
                        + encoded(connection.database())
                        + "&query="
                        + encoded(query)
                        + "&insert_deduplication_token="
                        + encoded(insert.token())
                        + SETTINGS))
            .timeout(timeout)
            .header("X-ClickHouse-User", connection.user())
            .header("X-ClickHouse-Key", connection.password())
            .header("Content-Encoding", "lz4")
            .POST(
                BodyPublishers.fromPublisher(
                    BodyPublishers.ofByteArrays(insert.body().pieces()), insert.body().length()))
            .build();
    HttpResponse<String> response = http().send(request, BodyHandlers.ofString());
    String code = response.headers().firstValue("X-ClickHouse-Exception-Code").orElse("");
    if (response.statusCode() != 200 || !code.isEmpty()) {
      throw refused(insert, response, code);
    }
  }

  private static RefusedException refused(
      InsertRequest insert, HttpResponse<String> response, String header) {
    String body = response.body().strip();
    Matcher inBody = CODE.matcher(body);
    int code = RefusedException.NO_CODE;
    if (header.matches("\\d{1,9}")) {
      code = Integer.parseInt(header);
    } else if (inBody.find()) {
      code = Integer.parseInt(inBody.group(1));
    }
    return new RefusedException(
        response.statusCode(),
        code,
        "ClickHouse refused insert "
            + insert.token()
            + " into "
            + insert.table()
            + " with status "
            + response.statusCode()
            + ": "
            + body.substring(0, Math.min(body.length(), MESSAGE_LIMIT)));
  }

  private static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
