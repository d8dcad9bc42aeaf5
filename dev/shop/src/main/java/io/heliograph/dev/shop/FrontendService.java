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
import io.heliograph.dev.shop.v1.StockRequest;
import io.heliograph.sdk.RateLimitReporter;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What customers see; limits how often each may come. */
final class FrontendService extends FrontendGrpc.FrontendImplBase {
  static final String RULE = "calls-per-user";

  private static final Logger LOG = LoggerFactory.getLogger("shop.frontend");

  private final Supplier<InventoryGrpc.InventoryBlockingStub> inventory;
  private final Supplier<OrdersGrpc.OrdersBlockingStub> orders;
  private final LiveConfig config;
  private final RateLimitReporter usage;
  private final UserLimiter limiter = new UserLimiter();

  FrontendService(Peers peers, LiveConfig config, RateLimitReporter usage) {
    this.inventory = peers.stubs("inventory", InventoryGrpc::newBlockingStub);
    this.orders = peers.stubs("orders", OrdersGrpc::newBlockingStub);
    this.config = config;
    this.usage = usage;
  }

  @Override
  public void browse(BrowseRequest request, StreamObserver<BrowseReply> observer) {
    Answers.to(
        observer,
        () -> {
          admit(request.getUser());
          BrowseReply.Builder reply = BrowseReply.newBuilder();
          for (String sku : request.getSkusList()) { // one call each: something to be found
            reply.addItems(inventory.get().stock(StockRequest.newBuilder().setSku(sku).build()));
          }
          return reply.build();
        });
  }

  @Override
  public void checkout(CheckoutRequest request, StreamObserver<CheckoutReply> observer) {
    Answers.to(
        observer,
        () -> {
          admit(request.getUser());
          LOG.info(
              "checkout of {} x {} by {}",
              request.getQuantity(),
              request.getSku(),
              request.getUser());
          try {
            String order =
                orders
                    .get()
                    .place(
                        PlaceRequest.newBuilder()
                            .setUser(request.getUser())
                            .setSku(request.getSku())
                            .setQuantity(request.getQuantity())
                            .build())
                    .getOrderId();
            return CheckoutReply.newBuilder().setOrderId(order).build();
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
