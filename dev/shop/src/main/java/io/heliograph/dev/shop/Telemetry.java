/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import java.util.Map;

/** Stock OpenTelemetry, configured by its own properties: nothing in it knows of Heliograph. */
final class Telemetry {
  private Telemetry() {}

  static OpenTelemetrySdk start(ShopSettings settings) {
    OpenTelemetrySdk sdk = builder(settings).build().getOpenTelemetrySdk();
    OpenTelemetryAppender.install(sdk);
    return sdk;
  }

  static AutoConfiguredOpenTelemetrySdkBuilder builder(ShopSettings settings) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> properties(settings))
        // the baseline says that it is one: a property could not say an empty lane
        .addResourceCustomizer(
            (resource, config) -> resource.toBuilder().put(Lane.KEY, settings.lane()).build())
        .addTracerProviderCustomizer((tracers, config) -> tracers.addSpanProcessor(new Lane()))
        .disableShutdownHook();
  }

  private static Map<String, String> properties(ShopSettings settings) {
    return Map.of(
        "otel.service.name",
        settings.service(),
        "otel.resource.attributes",
        "service.namespace="
            + ShopSettings.NAMESPACE
            + ",service.instance.id="
            + settings.instance()
            + ",service.version="
            + ShopSettings.VERSION,
        "otel.exporter.otlp.endpoint",
        "http://" + settings.gateway(),
        "otel.exporter.otlp.protocol",
        "grpc",
        "otel.bsp.schedule.delay",
        "500",
        "otel.blrp.schedule.delay",
        "500",
        "otel.metric.export.interval",
        "5000");
  }
}
