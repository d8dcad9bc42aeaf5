/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.BrowseReply;
import io.heliograph.dev.shop.v1.BrowseRequest;
import io.heliograph.dev.shop.v1.CheckoutReply;
import io.heliograph.dev.shop.v1.CheckoutRequest;
import io.heliograph.dev.shop.v1.FrontendGrpc;
import io.heliograph.dev.shop.v1.InventoryGrpc;
import io.heliograph.dev.shop.v1.OrdersGrpc;
import io.heliograph.dev.shop.v1.PlaceRequest;
import io.heliograph.dev.shop.v1.QuoteReply;
import io.heliograph.dev.shop.v1.QuoteRequest;
import io.heliograph.dev.shop.v1.ShippingGrpc;
import io.heliograph.dev.shop.v1.SimilarReply;
import io.heliograph.dev.shop.v1.SimilarRequest;
import io.heliograph.dev.shop.v1.StockReply;
import io.heliograph.dev.shop.v1.StockRequest;
import io.heliograph.sdk.RateLimitReporter;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What customers see; limits how often each may come. */
final class FrontendService extends FrontendGrpc.FrontendImplBase {
  static final String RULE = "calls-per-user";

  private static final Logger LOG = LoggerFactory.getLogger("shop.frontend");
  private static final long PAGE_TIMEOUT_MS = 1_000;
  private static final long ORDER_TIMEOUT_MS = 2_500; // more than orders gives its own callees

  private final Supplier<InventoryGrpc.InventoryFutureStub> inventory;
  private final Supplier<ShippingGrpc.ShippingFutureStub> shipping;
  private final Supplier<OrdersGrpc.OrdersBlockingStub> orders;
  private final LiveConfig config;
  private final RateLimitReporter usage;
  private final UserLimiter limiter = new UserLimiter();

  FrontendService(Peers peers, LiveConfig config, RateLimitReporter usage) {
    this.inventory = peers.stubs("inventory", InventoryGrpc::newFutureStub, () -> PAGE_TIMEOUT_MS);
    this.shipping = peers.stubs("shipping", ShippingGrpc::newFutureStub, () -> PAGE_TIMEOUT_MS);
    this.orders = peers.stubs("orders", OrdersGrpc::newBlockingStub, () -> ORDER_TIMEOUT_MS);
    this.config = config;
    this.usage = usage;
  }

  @Override
  public void browse(BrowseRequest request, StreamObserver<BrowseReply> observer) {
    Answers.to(
        observer,
        () -> {
          admit(request.getUser());
          Future<StockReply> stock =
              ask(
                  inventory
                      .get()
                      .stock(StockRequest.newBuilder().addAllSkus(request.getSkusList()).build()));
          Future<QuoteReply> quote =
              ask(
                  shipping
                      .get()
                      .quote(
                          QuoteRequest.newBuilder().setArticles(request.getSkusCount()).build()));
          Future<SimilarReply> similar =
              ask(
                  inventory
                      .get()
                      .similar(
                          SimilarRequest.newBuilder().addAllSkus(request.getSkusList()).build()));
          Calls.settle(stock, quote, similar);
          return BrowseReply.newBuilder()
              .addAllItems(Calls.await(stock).getItemsList())
              .setShippingCents(Calls.await(quote).getCents())
              .addAllSimilar(Calls.await(similar).getSkusList())
              .build();
        });
  }

  /** A call under way; one that is through if the config wants one after the other. */
  private <T> Future<T> ask(Future<T> call) {
    if (config.get(LiveConfig.ONE_BY_ONE) > 0) {
      Calls.settle(call);
    }
    return call;
  }

  @Override
  public void checkout(CheckoutRequest request, StreamObserver<CheckoutReply> observer) {
    Answers.to(
        observer,
        () -> {
          admit(request.getUser());
          LOG.info("checkout of {} articles by {}", request.getSkusCount(), request.getUser());
          PlaceRequest order =
              PlaceRequest.newBuilder()
                  .setUser(request.getUser())
                  .addAllSkus(request.getSkusList())
                  .build();
          try {
            String id =
                Calls.retried(
                    (int) config.get(LiveConfig.ATTEMPTS),
                    () -> orders.get().place(order).getOrderId());
            return CheckoutReply.newBuilder().setOrderId(id).build();
          } catch (StatusRuntimeException e) {
            LOG.error("checkout failed: {}, user {}", e.getStatus().getCode(), request.getUser());
            throw e;
          }
        });
  }

  private void admit(String user) {
    long limit = (long) config.get(LiveConfig.LIMIT_PER_USER);
    boolean admitted = limiter.tryAcquire(user, System.currentTimeMillis() / 1_000, limit);
    usage.count(RULE, user, limit, admitted);
    if (!admitted) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("more than " + limit + " calls a second by " + user)
          .asRuntimeException();
    }
  }
}
