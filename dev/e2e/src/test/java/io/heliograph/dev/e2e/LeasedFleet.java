/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Instances of service pay that are registered over HTTP, and renewed every {@value #RENEW_MILLIS}
 * ms by a thread of this. No process of theirs runs, so none of them beats.
 */
final class LeasedFleet implements AutoCloseable {
  static final String SERVICE = "pay";

  /** Eight renewals. */
  static final int LEASE_SECONDS = 2;

  private static final long RENEW_MILLIS = 250;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String instances;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> renewing;

  /** Registers these at the registry that listens on that port. */
  LeasedFleet(int registryPort, Collection<String> ids) {
    instances =
        "http://127.0.0.1:%d/v1/namespaces/default/services/%s/instances"
            .formatted(registryPort, SERVICE);
    renewing =
        clock.scheduleWithFixedDelay(
            () -> ids.forEach(id -> register(id, LEASE_SECONDS)),
            0,
            RENEW_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Registers an instance that nobody renews. */
  void register(String id, int leaseSeconds) {
    call(
        HttpRequest.newBuilder(URI.create(instances + "/" + id))
            .PUT(
                BodyPublishers.ofString(
                    "{\"host\":\"127.0.0.1\",\"port\":1,\"leaseSeconds\":%d}"
                        .formatted(leaseSeconds))));
  }

  /** From when this returns on, nobody hears of them any more. */
  void fallSilent() throws Exception {
    if (renewing.isDone()) {
      renewing.get(); // tells why a renewal has failed
    }
    renewing.cancel(false);
    clock.submit(() -> {}).get(); // after the last renewals
  }

  void deregister(String id) {
    call(HttpRequest.newBuilder(URI.create(instances + "/" + id)).DELETE());
  }

  /** What callers are told of each: its state, its score, and its weight now. */
  Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode instance :
        JSON.readTree(call(HttpRequest.newBuilder(URI.create(instances)))).get("instances")) {
      listed.put(
          instance.get("id").asText(),
          "%s %s %s"
              .formatted(
                  instance.get("state").asText(),
                  instance.get("score"),
                  instance.get("effectiveWeight")));
    }
    return listed;
  }

  private String call(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
