/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Talks to a supervisor in another process. */
final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 10_000;

  private final SupervisorFile supervisor;

  ControlClient(SupervisorFile supervisor) {
    this.supervisor = supervisor;
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
