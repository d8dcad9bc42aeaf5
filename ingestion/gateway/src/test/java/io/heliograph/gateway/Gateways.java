/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import io.heliograph.protocol.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;

/** Whole gateways on free ports. */
final class Gateways {
  private Gateways() {}

  static Map<String, String> environment(String kafka) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HELIOGRAPH_KAFKA", kafka);
    for (String name : List.of("OTLP_GRPC", "OTLP_HTTP", "ZIPKIN", "GATEWAY_ADMIN")) {
      environment.put("HELIOGRAPH_" + name + "_PORT", "0");
    }
    environment.put("HELIOGRAPH_GATEWAY_DELIVERY_TIMEOUT_MS", "3000");
    return environment;
  }

  static Gateway start(String kafka) throws Exception {
    return Gateway.start(Settings.from(environment(kafka), Runtime.getRuntime().maxMemory()));
  }

  static void createTopics(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      var known = admin.listTopics().names().get();
      List<NewTopic> topics = new ArrayList<>();
      for (Topics.Spec topic : Topics.all()) {
        if (!known.contains(topic.name())) {
          topics.add(new NewTopic(topic.name(), topic.highVolume() ? 4 : 2, (short) 1));
        }
      }
      admin.createTopics(topics).all().get();
    }
  }

  static void awaitReady(Gateway gateway) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(gateway::ready);
  }
}
