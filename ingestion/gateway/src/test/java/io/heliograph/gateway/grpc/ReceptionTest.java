/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import io.heliograph.gateway.intake.Budget;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private final Budget budget = new Budget(3_000);

  @Test
  void inboundWireSize_beyondTheBudget_refusesOnceAndStopsCharging() {
    Reception first = open();
    Reception second = open();
    first.inboundWireSize(600);
    second.inboundWireSize(300);

    assertThatThrownBy(() -> second.inboundWireSize(200))
        .hasMessageContaining("3000 bytes in flight");
    second.inboundWireSize(50);

    assertThat(first.full()).isFalse();
    assertThat(second.full()).isTrue();
    assertThat(budget.used()).isEqualTo(2_700);
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
    assertThat(budget.used()).isEqualTo(2_100);
    stream.streamClosed(Status.OK);
    stream.inboundWireSize(100);
    assertThat(budget.used()).isZero();
    assertThat(stream.full()).isFalse();
  }

  private Reception open() {
    return (Reception) Reception.factory(budget).newServerStreamTracer("a/b", new Metadata());
  }
}
