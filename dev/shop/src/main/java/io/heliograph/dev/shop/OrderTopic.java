/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The shop's own topic. */
final class OrderTopic {
  private OrderTopic() {}

  static void create(String kafka) throws IOException, InterruptedException {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka,
            "default.api.timeout.ms",
            20_000,
            "request.timeout.ms",
            10_000);
    try (Admin admin = Admin.create(config)) {
      admin
          .createTopics(List.of(new NewTopic(ShopSettings.ORDER_EVENTS, 2, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IOException("no topic for the shop on Kafka at " + kafka, e.getCause());
      }
    }
  }
}
