/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends spans in the order it is given them, some requests at a time and each once: without an
 * idempotency key a span that is sent again is another span to the intake. Throws if one is not
 * accepted.
 */
final class SpanSender implements AutoCloseable {
  private static final int SPANS = 1_000;
  private static final int REQUESTS = 8;

  private final ManagedChannel channel;
  private final TraceServiceGrpc.TraceServiceFutureStub endpoint;

  SpanSender(String target) {
    channel = ManagedChannelBuilder.forTarget(target).usePlaintext().build();
    endpoint = TraceServiceGrpc.newFutureStub(channel);
  }

  /** Returns when all are accepted. */
  void send(List<RecordedSpan> spans) throws Exception {
    Queue<Future<ExportTraceServiceResponse>> answers = new ArrayDeque<>();
    for (int from = 0; from < spans.size(); from += SPANS) {
      List<RecordedSpan> some = spans.subList(from, Math.min(from + SPANS, spans.size()));
      answers.add(endpoint.export(RecordedSpan.request(some)));
      if (answers.size() == REQUESTS) {
        accepted(answers.remove());
      }
    }
    for (Future<ExportTraceServiceResponse> answer : answers) {
      accepted(answer);
    }
  }

  private static void accepted(Future<ExportTraceServiceResponse> answer) throws Exception {
    ExportTraceServiceResponse response = answer.get(60, TimeUnit.SECONDS);
    if (response.getPartialSuccess().getRejectedSpans() > 0) {
      throw new AssertionError("spans were rejected: " + response.getPartialSuccess());
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
