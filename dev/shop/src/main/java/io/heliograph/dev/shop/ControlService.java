/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.ApplyReply;
import io.heliograph.dev.shop.v1.ControlGrpc;
import io.heliograph.dev.shop.v1.PingReply;
import io.heliograph.dev.shop.v1.PingRequest;
import io.heliograph.dev.shop.v1.Release;
import io.heliograph.sdk.ConfigEventReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes config releases and reports what became of them here. */
final class ControlService extends ControlGrpc.ControlImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.config");

  private final ShopSettings settings;
  private final LiveConfig config;
  private final ConfigEventReporter events;

  ControlService(ShopSettings settings, LiveConfig config, ConfigEventReporter events) {
    this.settings = settings;
    this.config = config;
    this.events = events;
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingReply> observer) {
    observer.onNext(PingReply.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void apply(Release request, StreamObserver<ApplyReply> observer) {
    ConfigEventReporter.Release release = release(settings.service(), request);
    events.received(release, settings.instance());
    String error = config.apply(request.getItem(), request.getValue());
    if (error.isEmpty()) {
      events.applied(release, settings.instance());
      LOG.info("config {} is {} now", request.getItem(), request.getValue());
    } else {
      events.rejected(release, settings.instance(), error);
      LOG.warn("config release {} refused: {}", request.getReleaseId(), error);
    }
    observer.onNext(ApplyReply.newBuilder().setError(error).build());
    observer.onCompleted();
  }

  static ConfigEventReporter.Release release(String app, Release release) {
    return new ConfigEventReporter.Release(
        release.getReleaseId(),
        ShopSettings.NAMESPACE,
        app,
        release.getItem(),
        release.getVersion());
  }
}
