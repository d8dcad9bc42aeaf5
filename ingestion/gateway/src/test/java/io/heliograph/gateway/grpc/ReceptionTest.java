/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.heliograph.gateway.intake.Budget;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private final Budget budget = new Budget(1_000);
  private final AtomicInteger refusals = new AtomicInteger();

  @Test
  void inboundWireSize_beyondTheBudget_refusesOnceAndStopsCharging() {
    Reception first = open();
    Reception second = open();
    first.inboundWireSize(600);
    second.inboundWireSize(300);

    second.inboundWireSize(200);
    second.inboundWireSize(50);

    assertThat(refusals).hasValue(1);
    assertThat(budget.used()).isEqualTo(900);
    first.streamClosed(Status.OK);
    second.streamClosed(Status.CANCELLED);
    assertThat(budget.used()).isZero();
  }

  @Test
  void taken_givesBackAndChargesTheNextMessage() {
    Reception stream = open();
    stream.inboundWireSize(600);
    stream.taken();
    assertThat(budget.used()).isZero();

    stream.inboundWireSize(700);
    assertThat(budget.used()).isEqualTo(700);
    stream.streamClosed(Status.OK);
    stream.inboundWireSize(100);
    assertThat(budget.used()).isZero();
    assertThat(refusals).hasValue(0);
  }

  private Reception open() {
    Reception reception =
        (Reception) Reception.factory(budget).newServerStreamTracer("a/b", new Metadata());
    reception.whenFull(refusals::incrementAndGet);
    return reception;
  }
}
