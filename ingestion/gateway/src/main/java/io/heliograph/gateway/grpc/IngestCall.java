/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.heliograph.gateway.events.EventIntake;
import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.gateway.intake.RefusedException;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestServiceGrpc;
import java.io.InputStream;

/**
 * One stream of batches. At most {@value #MAX_OUTSTANDING} of them are under way, and none is asked
 * for while the client does not read its answers. A batch that cannot be decoded ends the stream,
 * for its number is not known. Answers come from Kafka's thread, so all state is guarded by this.
 */
final class IngestCall extends ServerCall.Listener<InputStream> {
  static final int MAX_OUTSTANDING = 16;

  /** Largest batch: events are small, and decoded ones are larger than their encoding. */
  static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

  private final Receivers receivers;
  private final EventIntake events;
  private final ServerCall<InputStream, IngestResponse> call;
  private final Reception reception;
  private final Origin origin;
  private final int maxBytes;
  private int outstanding;
  private boolean asked;
  private boolean halfClosed;
  private boolean closed;

  private IngestCall(
      Receivers receivers,
      EventIntake events,
      ServerCall<InputStream, IngestResponse> call,
      Metadata headers) {
    this.receivers = receivers;
    this.events = events;
    this.call = call;
    this.origin = Calls.origin(Receivers.EVENTS, call, headers);
    this.reception = Reception.KEY.get();
    this.maxBytes = Math.min(MAX_BATCH_BYTES, receivers.maxRequestBytes());
  }

  static ServerServiceDefinition service(Receivers receivers, EventIntake events) {
    MethodDescriptor<IngestRequest, IngestResponse> known = IngestServiceGrpc.getIngestMethod();
    MethodDescriptor<InputStream, IngestResponse> method =
        known.toBuilder(
                RawMessage.MARSHALLER, ProtoUtils.marshaller(IngestResponse.getDefaultInstance()))
            .build();
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(known.getServiceName()).addMethod(method).build())
        .addMethod(
            method,
            (call, headers) -> {
              IngestCall ingest = new IngestCall(receivers, events, call, headers);
              ingest.start();
              return ingest;
            })
        .build();
  }

  private synchronized void start() {
    call.sendHeaders(new Metadata());
    askForMore();
  }

  private void askForMore() {
    if (!asked && !closed && outstanding < MAX_OUTSTANDING && call.isReady()) {
      asked = true;
      call.request(1);
    }
  }

  @Override
  public void onMessage(InputStream message) {
    synchronized (this) {
      asked = false;
      if (closed) {
        return;
      }
      outstanding++;
    }
    Budget.Reservation reservation = receivers.budget().open();
    try {
      Body body = RawMessage.read(message, reservation, maxBytes);
      IngestRequest request = decode(body);
      events.take(request, origin, reservation, new Answer());
    } catch (RefusedException refused) {
      reservation.close();
      refuse(refused.refused());
    } finally {
      reception.taken();
    }
    synchronized (this) {
      askForMore();
    }
  }

  private IngestRequest decode(Body body) throws RefusedException {
    try {
      return IngestRequest.parser().parseFrom(body.data(), 0, body.length());
    } catch (InvalidProtocolBufferException e) {
      String reason = "malformed heliograph.v1.IngestRequest: " + e.getMessage();
      receivers.intake().malformed(Signal.HEARTBEATS, origin, reason, body.data(), body.length());
      throw new RefusedException(Refusal.MALFORMED, reason);
    }
  }

  private final class Answer implements EventIntake.Answer {
    @Override
    public void batch(IngestResponse response) {
      synchronized (IngestCall.this) {
        outstanding--;
        if (closed) {
          return;
        }
        call.sendMessage(response);
        closeIfDone();
        askForMore();
      }
    }

    @Override
    public void refused(Refused refused) {
      refuse(refused);
    }
  }

  @Override
  public synchronized void onHalfClose() {
    halfClosed = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (halfClosed && outstanding == 0 && !closed) {
      closed = true;
      call.close(Status.OK, new Metadata());
    }
  }

  @Override
  public synchronized void onReady() {
    askForMore();
  }

  @Override
  public synchronized void onCancel() {
    closed = true;
  }

  private synchronized void refuse(Refused refused) {
    if (!closed) {
      closed = true;
      Calls.refuse(call, refused);
    }
  }
}
