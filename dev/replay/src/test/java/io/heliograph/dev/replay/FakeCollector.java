/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.ForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OTLP endpoint that stores a request once per idempotency key, as the pipeline does, and fails
 * the calls a test names.
 */
final class FakeCollector implements AutoCloseable {
  /** Keys of all calls, repeats included. */
  final List<String> keys = new CopyOnWriteArrayList<>();

  private final Map<String, ExportTraceServiceRequest> traces = new LinkedHashMap<>();
  private final Map<String, ExportLogsServiceRequest> logs = new LinkedHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Server server;
  private final ManagedChannel channel;
  private volatile Script script = (call, store) -> store.run();
  private volatile int rejectedPerRequest;

  /** Decides on a call, numbered from 1: throws a status, before or after it stored. */
  interface Script {
    void on(int call, Runnable store);
  }

  FakeCollector() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addService(new Traces())
            .addService(new Logs())
            .intercept(new Keys())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  OtlpReceiver receiver() {
    return new OtlpReceiver(channel, false);
  }

  void follow(Script next) {
    script = next;
  }

  void reject(int spansPerRequest) {
    rejectedPerRequest = spansPerRequest;
  }

  static RuntimeException retryIn(int millis) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
            .setMessage("busy")
            .addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setNanos(millis * 1_000_000))
                        .build()))
            .build());
  }

  synchronized List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (ExportTraceServiceRequest request : traces.values()) {
      request
          .getResourceSpansList()
          .forEach(r -> r.getScopeSpansList().forEach(s -> spans.addAll(s.getSpansList())));
    }
    return spans;
  }

  synchronized Map<String, ExportTraceServiceRequest> traceRequests() {
    return new LinkedHashMap<>(traces);
  }

  synchronized List<LogRecord> logRecords() {
    List<LogRecord> records = new ArrayList<>();
    for (ExportLogsServiceRequest request : logs.values()) {
      request
          .getResourceLogsList()
          .forEach(r -> r.getScopeLogsList().forEach(s -> records.addAll(s.getLogRecordsList())));
    }
    return records;
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private <R> void handle(StreamObserver<R> observer, Runnable store, R response) {
    try {
      script.on(calls.incrementAndGet(), store);
    } catch (RuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private synchronized void store(ExportTraceServiceRequest request, String key) {
    traces.putIfAbsent(key, request);
  }

  private synchronized void store(ExportLogsServiceRequest request, String key) {
    logs.putIfAbsent(key, request);
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      String key = Keys.CURRENT.get();
      ExportTraceServiceResponse response =
          ExportTraceServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportTracePartialSuccess.newBuilder()
                      .setRejectedSpans(rejectedPerRequest)
                      .setErrorMessage(rejectedPerRequest > 0 ? "span id is missing" : ""))
              .build();
      handle(observer, () -> store(request, key), response);
    }
  }

  private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
      String key = Keys.CURRENT.get();
      handle(observer, () -> store(request, key), ExportLogsServiceResponse.getDefaultInstance());
    }
  }

  private final class Keys implements ServerInterceptor {
    static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String key =
          headers.get(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER));
      keys.add(key);
      return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          next.startCall(call, headers)) {
        @Override
        public void onHalfClose() {
          CURRENT.set(key);
          super.onHalfClose();
        }
      };
    }
  }

  static RuntimeException status(Status.Code code) {
    return code.toStatus().withDescription("by the test").asRuntimeException();
  }
}
