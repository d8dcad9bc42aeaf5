/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.QuoteReply;
import io.heliograph.dev.shop.v1.QuoteRequest;
import io.heliograph.dev.shop.v1.ScheduleReply;
import io.heliograph.dev.shop.v1.ScheduleRequest;
import io.heliograph.dev.shop.v1.ShippingGrpc;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Books parcels, and says what they would cost. */
final class ShippingService extends ShippingGrpc.ShippingImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.shipping");
  private static final int QUOTE_MILLIS = 45; // 27 at least: worth asking for in parallel

  private final Weather weather;

  ShippingService(Weather weather) {
    this.weather = weather;
  }

  @Override
  public void quote(QuoteRequest request, StreamObserver<QuoteReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(QUOTE_MILLIS);
          return QuoteReply.newBuilder().setCents(390 + 50L * request.getArticles()).build();
        });
  }

  @Override
  public void schedule(ScheduleRequest request, StreamObserver<ScheduleReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(3);
          if (weather.fails(0)) {
            LOG.error("no carrier takes order {}", request.getOrderId());
            throw Status.UNAVAILABLE.withDescription("no carrier").asRuntimeException();
          }
          String parcel = "p-" + UUID.randomUUID().toString().substring(0, 8);
          LOG.info("parcel {} for order {}", parcel, request.getOrderId());
          return ScheduleReply.newBuilder().setParcel(parcel).build();
        });
  }
}
