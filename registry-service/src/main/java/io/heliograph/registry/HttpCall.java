/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A request that is to be answered once, by whatever thread; its answer is counted.
 *
 * @param route its name in metrics
 */
record HttpCall(
    Request request, Response response, Callback callback, String route, RegistryMetrics metrics) {
  private static final String JSON = "application/json";

  void json(int status, byte[] body) {
    answer(status, JSON, body);
  }

  /**
   * Answers with bytes that others may be sent, too.
   *
   * @param sent is run once they are, or the client is gone
   */
  void json(int status, byte[] body, Runnable sent) {
    answer(status, JSON, body, Callback.from(callback, sent));
  }

  void text(int status, String line) {
    answer(status, "text/plain; charset=utf-8", (line + "\n").getBytes(UTF_8));
  }

  void answer(int status, String contentType, byte[] body) {
    answer(status, contentType, body, callback);
  }

  private void answer(int status, String contentType, byte[] body, Callback sent) {
    metrics.httpAnswered(route, status);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.write(true, ByteBuffer.wrap(body), sent);
  }

  void noContent() {
    empty(HttpStatus.NO_CONTENT_204);
  }

  /** Answers without a body. */
  void empty(int status) {
    metrics.httpAnswered(route, status);
    response.setStatus(status);
    callback.succeeded();
  }

  /**
   * Answers once the body has come, too: on a connection with half a body no other call follows.
   */
  void problem(int status, String detail) {
    metrics.httpAnswered(route, status);
    BodyReader.discard(
        request, () -> ProblemAnswer.write(request, response, callback, status, detail));
  }

  /** The path does not take this method, but those. */
  void takesOnly(String methods) {
    response.getHeaders().put(HttpHeader.ALLOW, methods);
    problem(
        HttpStatus.METHOD_NOT_ALLOWED_405,
        "%s takes %s, not %s"
            .formatted(
                request.getHttpURI().getCanonicalPath(),
                methods.replace(", ", " and "),
                request.getMethod()));
  }
}
