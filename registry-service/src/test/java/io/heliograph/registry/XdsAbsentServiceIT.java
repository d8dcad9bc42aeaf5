/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.XdsClients.failure;
import static io.heliograph.registry.XdsClients.tryCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link XdsClientIT} does with a service that is there: gRPC-Java believes only after 15 s
 * that there is none.
 */
@Timeout(120)
@Tag("side-by-side")
class XdsAbsentServiceIT {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));

  @Test
  void serviceDoesNotExist_callsFail_untilItDoes() throws Exception {
    try (RegistryServer registry = new RegistryServer(ANY_FREE);
        XdsClients clients = new XdsClients();
        OrdersBackend first = new OrdersBackend("first")) {
      registry.start(ANY_FREE);
      ManagedChannel client = clients.open(registry.grpcPort(), "orders", "", "a");
      assertThat(failure(client, OrdersBackend.PLACE)).isEqualTo(Status.Code.UNAVAILABLE);

      first.register(registry.httpPort(), "orders", 100, "a");

      Awaitility.await("calls succeed")
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(30))
          .until(() -> "first".equals(tryCall(client)));
    }
  }
}
