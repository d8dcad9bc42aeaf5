/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.InventoryGrpc;
import io.heliograph.dev.shop.v1.ReserveReply;
import io.heliograph.dev.shop.v1.ReserveRequest;
import io.heliograph.dev.shop.v1.StockReply;
import io.heliograph.dev.shop.v1.StockRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what is on the shelves. */
final class InventoryService extends InventoryGrpc.InventoryImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.inventory");

  private final Weather weather;

  InventoryService(Weather weather) {
    this.weather = weather;
  }

  @Override
  public void stock(StockRequest request, StreamObserver<StockReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(1);
          return StockReply.newBuilder()
              .setSku(request.getSku())
              .setAvailable(100)
              .setPriceCents(price(request.getSku()))
              .build();
        });
  }

  @Override
  public void reserve(ReserveRequest request, StreamObserver<ReserveReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(4);
          if (weather.fails(0)) {
            LOG.error("shelf of {} is locked", request.getSku());
            throw Status.INTERNAL.withDescription("shelf is locked").asRuntimeException();
          }
          LOG.info("reserved {} x {}", request.getQuantity(), request.getSku());
          return ReserveReply.newBuilder().setPriceCents(price(request.getSku())).build();
        });
  }

  private static long price(String sku) {
    return 500L + Math.floorMod(sku.hashCode(), 5_000);
  }
}
