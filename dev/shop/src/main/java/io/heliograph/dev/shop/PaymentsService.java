/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.shop.v1.ChargeReply;
import io.heliograph.dev.shop.v1.ChargeRequest;
import io.heliograph.dev.shop.v1.PaymentsGrpc;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Charges cards, which now and then does not work. */
final class PaymentsService extends PaymentsGrpc.PaymentsImplBase {
  private static final Logger LOG = LoggerFactory.getLogger("shop.payments");
  private static final double BASE_FAILURES = 0.005;

  private final Weather weather;

  PaymentsService(Weather weather) {
    this.weather = weather;
  }

  @Override
  public void charge(ChargeRequest request, StreamObserver<ChargeReply> observer) {
    Answers.to(
        observer,
        () -> {
          weather.work(8);
          if (weather.fails(BASE_FAILURES)) {
            TimeoutException cause = new TimeoutException("acquirer did not answer in 800 ms");
            LOG.error("charge for order {} failed", request.getOrderId(), cause);
            throw Status.INTERNAL.withDescription("card network timeout").asRuntimeException();
          }
          LOG.info("charged {} cents for order {}", request.getCents(), request.getOrderId());
          return ChargeReply.newBuilder().setReceipt(UUID.randomUUID().toString()).build();
        });
  }
}
