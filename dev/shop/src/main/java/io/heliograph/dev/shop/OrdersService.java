/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.ChargeRequest;
import io.heliograph.dev.shop.v1.InventoryGrpc;
import io.heliograph.dev.shop.v1.OrdersGrpc;
import io.heliograph.dev.shop.v1.PaymentsGrpc;
import io.heliograph.dev.shop.v1.PlaceReply;
import io.heliograph.dev.shop.v1.PlaceRequest;
import io.heliograph.dev.shop.v1.ReserveReply;
import io.heliograph.dev.shop.v1.ReserveRequest;
import io.heliograph.dev.shop.v1.ScheduleRequest;
import io.heliograph.dev.shop.v1.ShippingGrpc;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reserves shelf and parcel at once, charges, answers, and tells the rest of the shop when the
 * caller has its answer.
 */
final class OrdersService extends OrdersGrpc.OrdersImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.orders");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  private static final long TIMEOUT_MS = 1_000;

  private final Supplier<InventoryGrpc.InventoryFutureStub> inventory;
  private final Supplier<PaymentsGrpc.PaymentsBlockingStub> payments;
  private final Supplier<ShippingGrpc.ShippingBlockingStub> shipping;
  private final LiveConfig config;
  private final OrderEvents events;
  private final LongCounter placed;
  private final DoubleHistogram value;

  OrdersService(Peers peers, LiveConfig config, OrderEvents events, Meter meter) {
    this.inventory = peers.stubs("inventory", InventoryGrpc::newFutureStub, () -> TIMEOUT_MS);
    this.payments =
        peers.stubs(
            "payments",
            PaymentsGrpc::newBlockingStub,
            () -> (long) config.get(LiveConfig.PAYMENTS_TIMEOUT_MS));
    this.shipping = peers.stubs("shipping", ShippingGrpc::newBlockingStub, () -> TIMEOUT_MS);
    this.config = config;
    this.events = events;
    this.placed = meter.counterBuilder("shop.orders").setUnit("{order}").build();
    this.value = meter.histogramBuilder("shop.order.value").setUnit("EUR").build();
  }

  @Override
  public void place(PlaceRequest request, StreamObserver<PlaceReply> observer) {
    Answers.to(
        observer,
        () -> {
          String order = UUID.randomUUID().toString();
          try {
            place(order, request);
          } catch (StatusRuntimeException e) {
            placed.add(1, Attributes.of(OUTCOME, "failed"));
            LOG.warn("order {} given up: {}", order, e.getStatus().getDescription());
            throw e;
          }
          placed.add(1, Attributes.of(OUTCOME, "placed"));
          onceOver(
              (ServerCallStreamObserver<PlaceReply>) observer,
              () -> events.paid(order, request.getUser()));
          return PlaceReply.newBuilder().setOrderId(order).build();
        });
  }

  private void place(String order, PlaceRequest request) {
    long cents = reserve(order, request);
    charge(order, request.getUser(), cents);
    value.record(cents / 100.0);
    LOG.info("order {} of {} placed for {} cents", order, request.getUser(), cents);
  }

  private long reserve(String order, PlaceRequest request) {
    Future<ReserveReply> shelf =
        inventory
            .get()
            .reserve(
                ReserveRequest.newBuilder()
                    .setOrderId(order)
                    .addAllSkus(request.getSkusList())
                    .build());
    try {
      ScheduleRequest parcel = ScheduleRequest.newBuilder().setOrderId(order).build();
      var unused =
          Calls.retried(
              (int) config.get(LiveConfig.ATTEMPTS), () -> shipping.get().schedule(parcel));
    } finally {
      Calls.settle(shelf);
    }
    return Calls.await(shelf).getPriceCents();
  }

  private void charge(String order, String user, long cents) {
    try {
      var unused =
          payments
              .get()
              .charge(
                  ChargeRequest.newBuilder()
                      .setOrderId(order)
                      .setUser(user)
                      .setCents(cents)
                      .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        // the caller's own deadline has not passed, so it is not told that it has
        throw Status.UNAVAILABLE.withDescription("payments took too long").asRuntimeException();
      }
      throw e;
    }
  }

  /** Runs it when the call is over, whether its caller took the answer or was gone by then. */
  private static void onceOver(ServerCallStreamObserver<?> call, Runnable action) {
    Runnable inContext = Context.current().wrap(action);
    call.setOnCloseHandler(inContext);
    call.setOnCancelHandler(inContext);
  }
}
