/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.answer;

import com.google.protobuf.Message;
import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/** OTLP's answer to a request that was taken: partial success if some records were rejected. */
public final class OtlpAnswer {
  private OtlpAnswer() {}

  /** The response message of the signal's export service. */
  public static Message of(Signal signal, Accepted accepted) {
    return switch (signal) {
      case SPANS -> traces(accepted);
      case LOGS -> logs(accepted);
      case METRICS -> metrics(accepted);
      default -> throw new IllegalArgumentException(signal + " is not an OTLP signal");
    };
  }

  private static ExportTraceServiceResponse traces(Accepted accepted) {
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (accepted.rejected() > 0) {
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(accepted.rejected())
              .setErrorMessage(accepted.message()));
    }
    return response.build();
  }

  private static ExportLogsServiceResponse logs(Accepted accepted) {
    ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
    if (accepted.rejected() > 0) {
      response.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(accepted.rejected())
              .setErrorMessage(accepted.message()));
    }
    return response.build();
  }

  private static ExportMetricsServiceResponse metrics(Accepted accepted) {
    ExportMetricsServiceResponse.Builder response = ExportMetricsServiceResponse.newBuilder();
    if (accepted.rejected() > 0) {
      response.setPartialSuccess(
          ExportMetricsPartialSuccess.newBuilder()
              .setRejectedDataPoints(accepted.rejected())
              .setErrorMessage(accepted.message()));
    }
    return response.build();
  }
}
