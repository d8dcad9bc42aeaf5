/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** JSON over HTTP to one server. */
final class RestCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final String base;

  RestCalls(String address) {
    String url = address.contains("://") ? address : "http://" + address;
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  ObjectNode object() {
    return JSON.createObjectNode();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  JsonNode get(String path, Duration timeout) throws IOException {
    return send(request(path, timeout).GET());
  }

  JsonNode post(String path, JsonNode body, Duration timeout) throws IOException {
    return send(
        request(path, timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  JsonNode patch(String path, Duration timeout) throws IOException {
    return send(request(path, timeout).method("PATCH", BodyPublishers.noBody()));
  }

  /** Sends a file as the only part of a form; the file is streamed. */
  JsonNode upload(String path, String field, Path file, Duration timeout) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(file + " does not exist");
    }
    String boundary = "heliograph" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                .formatted(boundary, field, file.getFileName())
            + "Content-Type: application/x-java-archive\r\n\r\n";
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    return send(
        request(path, timeout)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(body));
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    HttpResponse<String> response;
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("no answer from " + base + ": " + reason, e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new FlinkRestException(
          response.statusCode(),
          "%s %s: %d %s"
              .formatted(
                  request.method(),
                  request.uri().getPath(),
                  response.statusCode(),
                  reason(response.body())));
    }
    return response.body().isEmpty() ? object() : JSON.readTree(response.body());
  }

  /** Flink answers {@code {"errors": ["…", "stack trace"]}}. */
  private static String reason(String body) {
    try {
      JsonNode errors = JSON.readTree(body).path("errors");
      StringBuilder text = new StringBuilder();
      errors.forEach(error -> text.append(error.asText()).append('\n'));
      String cause = RootCause.of(text.toString());
      return cause.isEmpty() ? body : cause;
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
