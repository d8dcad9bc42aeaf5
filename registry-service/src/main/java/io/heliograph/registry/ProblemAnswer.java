/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes errors as {@link Problem}, also those that Jetty itself finds. */
final class ProblemAnswer implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    write(
        request,
        response,
        callback,
        response.getStatus(),
        message == null ? null : message.toString());
    return true;
  }

  static void write(
      Request request, Response response, Callback callback, int status, String detail) {
    Problem problem =
        new Problem(
            HttpStatus.getMessage(status), status, detail, request.getHttpURI().getCanonicalPath());
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.write(
        true, ByteBuffer.wrap(problem.toJson().getBytes(StandardCharsets.UTF_8)), callback);
  }
}
