/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.heliograph.gateway.answer.OtlpAnswer;
import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.InputStream;

/** The export services of OTLP, with requests left as bytes. */
final class OtlpService {
  private OtlpService() {}

  static ServerServiceDefinition traces(Receivers receivers) {
    return export(receivers, Signal.SPANS, TraceServiceGrpc.getExportMethod());
  }

  static ServerServiceDefinition logs(Receivers receivers) {
    return export(receivers, Signal.LOGS, LogsServiceGrpc.getExportMethod());
  }

  static ServerServiceDefinition metrics(Receivers receivers) {
    return export(receivers, Signal.METRICS, MetricsServiceGrpc.getExportMethod());
  }

  private static ServerServiceDefinition export(
      Receivers receivers, Signal signal, MethodDescriptor<?, ?> known) {
    Message response = OtlpAnswer.of(signal, new Accepted(0, 0, ""));
    MethodDescriptor<InputStream, Message> method =
        known.toBuilder(RawMessage.MARSHALLER, ProtoUtils.marshaller(response)).build();
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(known.getServiceName()).addMethod(method).build())
        .addMethod(method, (call, headers) -> ExportCall.start(receivers, signal, call, headers))
        .build();
  }
}
