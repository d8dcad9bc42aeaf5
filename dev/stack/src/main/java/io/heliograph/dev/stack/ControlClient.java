/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Talks to a supervisor in another process. */
final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SupervisorFile supervisor;

  ControlClient(SupervisorFile supervisor) {
    this.supervisor = supervisor;
  }

  /**
   * The supervisor of a data directory.
   *
   * @return nothing if there is none, also if it is just dying
   * @throws IOException if it runs, but does not answer
   */
  static Optional<ControlClient> connect(Path data) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<SupervisorFile> running = SupervisorFile.running(data);
      if (running.isEmpty()) {
        return Optional.empty();
      }
      ControlClient client = new ControlClient(running.get());
      try {
        client.status();
        return Optional.of(client);
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          long pid = running.get().identity().pid();
          throw new IOException(
              "the supervisor (pid %d) runs, but does not answer (%s); end it with 'kill -9 %d', and 'up' takes over"
                  .formatted(pid, e.getMessage(), pid),
              e);
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  /** Which process it is. */
  SupervisorFile supervisor() {
    return supervisor;
  }

  StackStatus status() throws IOException {
    return JSON.readValue(call("GET", "/status"), StackStatus.class);
  }

  /** The status as the supervisor wrote it. */
  String statusJson() throws IOException {
    return new String(call("GET", "/status"), StandardCharsets.UTF_8);
  }

  void down() throws IOException {
    call("POST", "/down");
  }

  /** Commands one process: kill, hold or release. */
  void command(String process, String command) throws IOException {
    call("POST", "/processes/" + process + "/" + command);
  }

  private byte[] call(String method, String path) throws IOException {
    // An HttpURLConnection, since a status must be there in less than a second.
    URI uri = URI.create("http://127.0.0.1:" + supervisor.port() + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty(ControlServer.TOKEN_HEADER, supervisor.token());
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
      if (status >= 400) {
        throw new IOException(
            "the supervisor answers " + status + ": " + new String(bytes, StandardCharsets.UTF_8));
      }
      return bytes;
    }
  }
}
