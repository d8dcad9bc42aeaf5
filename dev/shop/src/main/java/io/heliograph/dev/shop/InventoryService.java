/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.InventoryGrpc;
import io.heliograph.dev.shop.v1.ReserveReply;
import io.heliograph.dev.shop.v1.ReserveRequest;
import io.heliograph.dev.shop.v1.SimilarReply;
import io.heliograph.dev.shop.v1.SimilarRequest;
import io.heliograph.dev.shop.v1.StockItem;
import io.heliograph.dev.shop.v1.StockReply;
import io.heliograph.dev.shop.v1.StockRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what is on the shelves. */
final class InventoryService extends InventoryGrpc.InventoryImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.inventory");
  private static final int LOOK_UP_MILLIS = 45; // 27 at least: worth asking for in parallel

  private final Weather weather;
  private final LiveConfig config;
  private final StockCache cache;

  InventoryService(Weather weather, LiveConfig config, StockCache cache) {
    this.weather = weather;
    this.config = config;
    this.cache = cache;
  }

  @Override
  public void stock(StockRequest request, StreamObserver<StockReply> observer) {
    Answers.to(
        observer,
        () -> {
          cache.getAll(request.getSkusList());
          weather.work(LOOK_UP_MILLIS);
          StockReply.Builder reply = StockReply.newBuilder();
          for (String sku : request.getSkusList()) {
            reply.addItems(
                StockItem.newBuilder().setSku(sku).setAvailable(100).setPriceCents(price(sku)));
          }
          return reply.build();
        });
  }

  @Override
  public void similar(SimilarRequest request, StreamObserver<SimilarReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(LOOK_UP_MILLIS);
          return SimilarReply.newBuilder().addAllSkus(request.getSkusList()).build();
        });
  }

  @Override
  public void reserve(ReserveRequest request, StreamObserver<ReserveReply> observer) {
    Answers.to(
        observer,
        () -> {
          lookUp(request.getSkusList());
          weather.work(3);
          if (weather.fails(0)) {
            LOG.error("shelf of {} is locked", request.getSkus(0));
            throw Status.INTERNAL.withDescription("shelf is locked").asRuntimeException();
          }
          LOG.info("reserved {} articles", request.getSkusCount());
          long cents = request.getSkusList().stream().mapToLong(InventoryService::price).sum();
          return ReserveReply.newBuilder().setPriceCents(cents).build();
        });
  }

  private void lookUp(List<String> skus) {
    if (config.get(LiveConfig.ONE_BY_ONE) > 0) {
      skus.forEach(cache::get);
    } else {
      cache.getAll(skus);
    }
  }

  private static long price(String sku) {
    return 500L + Math.floorMod(sku.hashCode(), 5_000);
  }
}
