/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.ChargeRequest;
import io.heliograph.dev.shop.v1.InventoryGrpc;
import io.heliograph.dev.shop.v1.OrdersGrpc;
import io.heliograph.dev.shop.v1.PaymentsGrpc;
import io.heliograph.dev.shop.v1.PlaceReply;
import io.heliograph.dev.shop.v1.PlaceRequest;
import io.heliograph.dev.shop.v1.ReserveRequest;
import io.heliograph.dev.shop.v1.ScheduleRequest;
import io.heliograph.dev.shop.v1.ShippingGrpc;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reserves, charges, ships, and tells the rest of the shop. */
final class OrdersService extends OrdersGrpc.OrdersImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.orders");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

  private final Supplier<InventoryGrpc.InventoryBlockingStub> inventory;
  private final Supplier<PaymentsGrpc.PaymentsBlockingStub> payments;
  private final Supplier<ShippingGrpc.ShippingBlockingStub> shipping;
  private final OrderEvents events;
  private final LongCounter placed;
  private final DoubleHistogram value;

  OrdersService(Peers peers, OrderEvents events, Meter meter) {
    this.inventory = peers.stubs("inventory", InventoryGrpc::newBlockingStub);
    this.payments = peers.stubs("payments", PaymentsGrpc::newBlockingStub);
    this.shipping = peers.stubs("shipping", ShippingGrpc::newBlockingStub);
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
          return PlaceReply.newBuilder().setOrderId(order).build();
        });
  }

  private void place(String order, PlaceRequest request) {
    long price =
        inventory
            .get()
            .reserve(
                ReserveRequest.newBuilder()
                    .setOrderId(order)
                    .setSku(request.getSku())
                    .setQuantity(request.getQuantity())
                    .build())
            .getPriceCents();
    long cents = price * request.getQuantity();
    payments
        .get()
        .charge(
            ChargeRequest.newBuilder()
                .setOrderId(order)
                .setUser(request.getUser())
                .setCents(cents)
                .build());
    shipping.get().schedule(ScheduleRequest.newBuilder().setOrderId(order).build());
    value.record(cents / 100.0);
    events.paid(order, request.getUser());
    LOG.info("order {} of {} placed for {} cents", order, request.getUser(), cents);
  }
}
