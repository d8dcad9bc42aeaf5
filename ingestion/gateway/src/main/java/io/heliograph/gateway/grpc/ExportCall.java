/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.heliograph.gateway.answer.OtlpAnswer;
import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome;
import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.gateway.intake.RefusedException;
import io.heliograph.protocol.Signal;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One OTLP export. Two threads may want to end it: its own (a refusal, a cancellation) and Kafka's
 * (the acknowledgement); the first to set {@code answered} does. A call that the client cancels
 * runs on to Kafka, since its fragments may be on their way.
 */
final class ExportCall extends ServerCall.Listener<InputStream> {
  private final Receivers receivers;
  private final Signal signal;
  private final Origin origin;
  private final ServerCall<InputStream, Message> call;
  private final Reception reception;
  private final AtomicBoolean answered = new AtomicBoolean();
  private Budget.Reservation reservation;
  private Body body;

  private ExportCall(
      Receivers receivers, Signal signal, ServerCall<InputStream, Message> call, Metadata headers) {
    this.receivers = receivers;
    this.signal = signal;
    this.call = call;
    this.origin = Calls.origin(Receivers.OTLP_GRPC, call, headers);
    this.reception = Reception.KEY.get();
  }

  static ServerCall.Listener<InputStream> start(
      Receivers receivers, Signal signal, ServerCall<InputStream, Message> call, Metadata headers) {
    ExportCall export = new ExportCall(receivers, signal, call, headers);
    // the second is never to come; asking for it is how the end of the call is seen
    call.request(2);
    return export;
  }

  @Override
  public void onMessage(InputStream message) {
    if (answered.get()) {
      return;
    }
    if (body != null) {
      refuse(new Refused(Refusal.MALFORMED, "an export call has one request, not several"));
      return;
    }
    reservation = receivers.budget().open();
    try {
      body = RawMessage.read(message, reservation, receivers.maxRequestBytes());
    } catch (RefusedException refused) {
      refuse(refused.refused());
    } finally {
      reception.taken();
    }
  }

  @Override
  public void onHalfClose() {
    if (body == null) {
      refuse(new Refused(Refusal.MALFORMED, "an export call needs a request"));
      return;
    }
    Body request = body;
    body = null;
    if (answered.get()) {
      reservation.close();
      return;
    }
    receivers
        .intake()
        .otlp(signal, origin, request.data(), request.length(), reservation, this::answer);
  }

  @Override
  public void onCancel() {
    if (answered.compareAndSet(false, true)) {
      if (reception.full()) {
        receivers.refused(origin, signal, receivers.budgetFull());
      } else {
        // by the client, or by the transport for a message above the limit
        receivers.cancelled(origin, signal);
      }
    }
    if (body != null) {
      body = null;
      reservation.close();
    }
  }

  private void answer(Outcome outcome) {
    if (!answered.compareAndSet(false, true) || call.isCancelled()) {
      return;
    }
    if (outcome instanceof Accepted accepted) {
      call.sendHeaders(new Metadata());
      call.sendMessage(OtlpAnswer.of(signal, accepted));
      call.close(Status.OK, new Metadata());
    } else if (outcome instanceof Refused refused) {
      Calls.refuse(call, refused);
    }
  }

  /** Refuses before the intake has seen the request. */
  private void refuse(Refused refused) {
    if (answered.compareAndSet(false, true)) {
      receivers.refused(origin, signal, refused);
      if (!call.isCancelled()) {
        Calls.refuse(call, refused);
      }
    }
  }
}
