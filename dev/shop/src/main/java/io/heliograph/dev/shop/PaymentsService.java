/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.ChargeReply;
import io.heliograph.dev.shop.v1.ChargeRequest;
import io.heliograph.dev.shop.v1.PaymentsGrpc;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Charges cards, with the help of a bank. */
final class PaymentsService extends PaymentsGrpc.PaymentsImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.payments");

  private final Weather weather;
  private final Bank bank;

  PaymentsService(Weather weather, Bank bank) {
    this.weather = weather;
    this.bank = bank;
  }

  @Override
  public void charge(ChargeRequest request, StreamObserver<ChargeReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(2);
          if (weather.fails(0)) {
            TimeoutException cause = new TimeoutException("acquirer did not answer in 800 ms");
            LOG.error("charge for order {} failed", request.getOrderId(), cause);
            throw Status.INTERNAL.withDescription("card network down").asRuntimeException();
          }
          try {
            bank.authorize();
          } catch (StatusRuntimeException e) {
            LOG.error("bank refused order {}: {}", request.getOrderId(), e.getMessage());
            throw e;
          }
          LOG.info("charged {} cents for order {}", request.getCents(), request.getOrderId());
          return ChargeReply.newBuilder().setReceipt(UUID.randomUUID().toString()).build();
        });
  }
}
