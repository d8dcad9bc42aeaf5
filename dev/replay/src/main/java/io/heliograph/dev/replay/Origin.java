/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;

/**
 * Where an item was recorded; becomes its OTLP resource.
 *
 * @param service name of the service
 * @param pod empty if unknown, as are node and container
 */
record Origin(String service, String pod, String node, String container) {

  /** The service of a Kubernetes pod: its name without the two last dash-separated parts. */
  static String serviceOf(String pod) {
    int last = pod.lastIndexOf('-');
    int lastButOne = last < 0 ? -1 : pod.lastIndexOf('-', last - 1);
    return lastButOne <= 0 ? pod : pod.substring(0, lastButOne);
  }

  Resource resource() {
    Resource.Builder resource = Resource.newBuilder();
    add(resource, "service.name", service);
    add(resource, "k8s.pod.name", pod);
    add(resource, "k8s.node.name", node);
    add(resource, "k8s.container.name", container);
    return resource.build();
  }

  private static void add(Resource.Builder resource, String key, String value) {
    if (!value.isEmpty()) {
      resource.addAttributes(attribute(key, value));
    }
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
