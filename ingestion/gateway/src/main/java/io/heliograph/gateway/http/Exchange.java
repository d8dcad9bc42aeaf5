/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Intake;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.gateway.intake.RefusedException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One request with a body: reads it without blocking, hands it to its endpoint, answers once. A
 * request that is refused half-way is read to its end and thrown away, so that the client hears the
 * answer and the connection can be used again; but not beyond {@value #MAX_DISCARDED} bytes.
 */
final class Exchange {
  static final long MAX_DISCARDED = 256L * 1024 * 1024;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Receivers receivers;
  private final Endpoint endpoint;
  private final Endpoint.Format format;
  private final Encoding encoding;
  private final Origin origin;
  private final Budget.Reservation wire;
  private Body received;
  private final AtomicBoolean answered = new AtomicBoolean();
  private Reply refusal;
  private long discarded;

  Exchange(
      Request request,
      Response response,
      Callback callback,
      Receivers receivers,
      Endpoint endpoint,
      Endpoint.Format format,
      Encoding encoding,
      Origin origin) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.receivers = receivers;
    this.endpoint = endpoint;
    this.format = format;
    this.encoding = encoding;
    this.origin = origin;
    this.wire = receivers.budget().open();
    this.received = new Body(wire, receivers.maxRequestBytes());
  }

  /** Answers with {@code reply} after throwing the body away. */
  void discard(Reply reply) {
    refusal = reply;
    wire.close();
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      // the client waits for permission to send; the answer says no
      answer(reply);
    } else {
      read();
    }
  }

  void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        wire.close();
        if (answered.compareAndSet(false, true)) {
          callback.failed(chunk.getFailure());
        }
        return;
      }
      take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (last || discarded > MAX_DISCARDED) {
        complete();
        return;
      }
    }
  }

  private void take(ByteBuffer chunk) {
    if (refusal != null) {
      discarded += chunk.remaining();
      return;
    }
    try {
      received.append(chunk);
    } catch (RefusedException refused) {
      refuse(refused.refused());
    }
  }

  private void refuse(Refused refused) {
    wire.close();
    receivers.refused(origin, endpoint.signal(), refused);
    refusal = format.reply(refused);
  }

  private void complete() {
    if (refusal != null) {
      answer(refusal);
      return;
    }
    Budget.Reservation reservation = wire;
    try {
      Body body = received;
      if (encoding != Encoding.IDENTITY) {
        reservation = receivers.budget().open();
        body = new Body(reservation, receivers.maxRequestBytes());
        encoding.decode(received, body);
        wire.close();
      }
      // this exchange lives until Kafka answers; the bytes need not
      received = null;
      format.take(body, origin, reservation, this::answer);
    } catch (RefusedException refused) {
      reservation.close();
      refuse(refused.refused());
      answer(refusal);
    } catch (RuntimeException defect) {
      reservation.close();
      refuse(Intake.defect(defect));
      answer(refusal);
    }
  }

  private void answer(Outcome outcome) {
    answer(format.reply(outcome));
  }

  private void answer(Reply reply) {
    if (answered.compareAndSet(false, true)) {
      write(response, callback, reply);
    }
  }

  static void write(Response response, Callback callback, Reply reply) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    reply.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
