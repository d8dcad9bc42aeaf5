/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import io.heliograph.protocol.FragmentHeaders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** A Zipkin v2 collector over HTTP. */
final class ZipkinReceiver implements Receiver {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_REASON_CHARS = 300;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI collector;

  ZipkinReceiver(URI collector) {
    this.collector = collector;
  }

  @Override
  public void send(Batch batch, Consumer<Answer> answer) {
    HttpRequest request =
        HttpRequest.newBuilder(collector)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header(FragmentHeaders.CLIENT_IDEMPOTENCY_KEY, batch.key())
            .POST(HttpRequest.BodyPublishers.ofString(batch.json()))
            .build();
    var unused =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .whenComplete(
                (response, failure) ->
                    answer.accept(
                        failure == null
                            ? answer(
                                response.statusCode(),
                                response.headers().firstValue("Retry-After").orElse(""),
                                response.body())
                            : new Answer.Again(-1, failure.toString())));
  }

  static Answer answer(int status, String retryAfter, String body) {
    if (status / 100 == 2) {
      return new Answer.Taken(0, "");
    }
    String text = body.strip();
    String reason =
        "HTTP "
            + status
            + (text.isEmpty() ? "" : ": ")
            + text.substring(0, Math.min(text.length(), MAX_REASON_CHARS));
    if (status == 429 || status == 502 || status == 503 || status == 504) {
      long pause = retryAfter.matches("\\d{1,5}") ? Long.parseLong(retryAfter) : -1;
      return new Answer.Again(pause < 0 ? -1 : pause * 1_000_000_000L, reason);
    }
    return new Answer.Refused(reason);
  }

  @Override
  public void close() {
    // its threads are daemons, and end once nothing refers to the client
  }
}
