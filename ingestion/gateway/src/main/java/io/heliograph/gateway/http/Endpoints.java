/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.protocol.FragmentHeaders;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds the endpoint for a request, by port and path, and refuses what no endpoint takes. */
final class Endpoints extends Handler.Abstract {
  private final Map<String, Map<String, Endpoint>> byPort;
  private final Receivers receivers;

  /**
   * @param byPort endpoints by path, by the name of the connector
   */
  Endpoints(Map<String, Map<String, Endpoint>> byPort, Receivers receivers) {
    this.byPort = byPort;
    this.receivers = receivers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String port = request.getConnectionMetaData().getConnector().getName();
    Map<String, Endpoint> endpoints = byPort.get(port);
    String path = Request.getPathInContext(request);
    Endpoint endpoint = endpoints.get(path);
    if (endpoint == null) {
      String known = String.join(", ", endpoints.keySet());
      Exchange.write(
          response, callback, Reply.text(404, "no " + path + " here; there is " + known));
      return true;
    }
    String mediaType = mediaType(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    Endpoint.Format format = endpoint.format(mediaType);
    if (!request.getMethod().equals("POST")) {
      Endpoint.Format any = format == null ? endpoint.format("application/json") : format;
      Reply reply = any.error(405, path + " takes POST, not " + request.getMethod());
      Exchange.write(response, callback, reply.with("Allow", "POST"));
      return true;
    }
    take(request, response, callback, endpoint, mediaType, format);
    return true;
  }

  private void take(
      Request request,
      Response response,
      Callback callback,
      Endpoint endpoint,
      String mediaType,
      Endpoint.Format known) {
    Endpoint.Format format = known == null ? endpoint.format("application/json") : known;
    String coding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    Encoding encoding = Encoding.of(coding);
    Exchange exchange =
        new Exchange(
            request,
            response,
            callback,
            receivers,
            endpoint,
            format,
            encoding,
            origin(request, format));
    long length = request.getLength();
    if (known == null) {
      exchange.discard(
          format.error(
              415, "Content-Type must be " + endpoint.mediaTypes() + ", is '" + mediaType + "'"));
    } else if (encoding == null) {
      exchange.discard(
          format.error(
              415,
              "Content-Encoding must be one of " + Encoding.SUPPORTED + ", is '" + coding + "'"));
    } else if (length > receivers.maxRequestBytes()) {
      Refused tooLarge = tooLarge(length);
      receivers.refused(origin(request, format), endpoint.signal(), tooLarge);
      exchange.discard(format.reply(tooLarge));
    } else {
      exchange.read();
    }
  }

  private Refused tooLarge(long length) {
    return new Refused(
        Refusal.TOO_LARGE,
        "request of "
            + length
            + " bytes is larger than "
            + receivers.maxRequestBytes()
            + " bytes, the most that is taken");
  }

  private static Origin origin(Request request, Endpoint.Format format) {
    String key = request.getHeaders().get(FragmentHeaders.CLIENT_IDEMPOTENCY_KEY);
    String peer = Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
    return new Origin(format.receiver(), peer, key == null ? "" : key);
  }

  /** The media type without parameters; empty if there is none. */
  private static String mediaType(String header) {
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
