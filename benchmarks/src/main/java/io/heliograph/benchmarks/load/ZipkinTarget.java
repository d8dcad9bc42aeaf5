/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/** A Zipkin server's {@code POST /api/v2/spans}. */
public final class ZipkinTarget implements Target {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;

  public ZipkinTarget(String host, int port) {
    uri = URI.create("http://" + host + ":" + port + "/api/v2/spans");
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // whenComplete sees every end of it
  public void send(Body body, Consumer<Answer> answered) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body.bytes, 0, body.length))
            .build();
    http.sendAsync(request, BodyHandlers.discarding())
        .whenComplete(
            (response, thrown) -> {
              if (thrown != null) {
                answered.accept(Answer.retryLater(thrown.toString()));
              } else if (response.statusCode() == 202) {
                answered.accept(Answer.taken(0));
              } else if (response.statusCode() == 429 || response.statusCode() == 503) {
                answered.accept(Answer.retryLater("HTTP " + response.statusCode()));
              } else {
                answered.accept(Answer.failed("HTTP " + response.statusCode()));
              }
            });
  }

  @Override
  public void close() {}
}
