/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The broker's MBeans as Prometheus text: name = domain, type and name of the bean, labels = its
 * other keys. A bean that vanishes between listing and reading is left out.
 */
final class BrokerMetrics {
  private record Source(String pattern, String attribute, String suffix, String type) {}

  private static final Source[] SOURCES = {
    new Source("kafka.server:type=BrokerTopicMetrics,*", "Count", "_total", "counter"),
    new Source("kafka.server:type=ReplicaManager,name=PartitionCount", "Value", "", "gauge"),
    new Source(
        "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions", "Value", "", "gauge"),
    new Source("kafka.log:type=Log,name=Size,*", "Value", "", "gauge"),
    new Source("kafka.log:type=Log,name=LogEndOffset,*", "Value", "", "gauge"),
    new Source("kafka.log:type=Log,name=LogStartOffset,*", "Value", "", "gauge"),
    new Source(
        "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce",
        "99thPercentile",
        "_p99",
        "gauge"),
    new Source(
        "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Produce",
        "50thPercentile",
        "_p50",
        "gauge"),
    new Source(
        "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=FetchConsumer",
        "99thPercentile",
        "_p99",
        "gauge"),
    new Source("kafka.network:type=RequestChannel,name=RequestQueueSize", "Value", "", "gauge"),
    new Source("java.lang:type=OperatingSystem", "ProcessCpuTime", "_nanoseconds_total", "counter"),
    new Source("java.lang:type=Threading", "ThreadCount", "_threads", "gauge"),
  };

  private final MBeanServer beans;

  BrokerMetrics(MBeanServer beans) {
    this.beans = beans;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    Set<String> typed = new TreeSet<>();
    for (Source source : SOURCES) {
      for (ObjectName bean : query(source.pattern())) {
        try {
          if (beans.getAttribute(bean, source.attribute()) instanceof Number value) {
            String name = name(bean) + source.suffix();
            if (typed.add(name)) {
              out.append("# TYPE ").append(name).append(' ').append(source.type()).append('\n');
            }
            out.append(name).append(labels(bean)).append(' ').append(value).append('\n');
          }
        } catch (JMException e) {
          // gone since it was listed
        }
      }
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    out.append("# TYPE jvm_heap_used_bytes gauge\njvm_heap_used_bytes ").append(heap).append('\n');
    residentBytes(out);
    return out.toString();
  }

  private Set<ObjectName> query(String pattern) {
    try {
      return new TreeSet<>(beans.queryNames(new ObjectName(pattern), null));
    } catch (JMException e) {
      throw new IllegalStateException("not an MBean pattern: " + pattern, e);
    }
  }

  static String name(ObjectName bean) {
    String name = bean.getKeyProperty("name");
    String full =
        bean.getDomain() + "_" + bean.getKeyProperty("type") + (name == null ? "" : "_" + name);
    return full.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }

  static String labels(ObjectName bean) {
    StringJoiner labels = new StringJoiner(",", "{", "}").setEmptyValue("");
    for (String key : new TreeSet<>(bean.getKeyPropertyList().keySet())) {
      if (!key.equals("type") && !key.equals("name")) {
        String value = bean.getKeyProperty(key).replace("\\", "\\\\").replace("\"", "\\\"");
        labels.add(key.replaceAll("[^a-zA-Z0-9_]", "_") + "=\"" + value + "\"");
      }
    }
    return labels.toString();
  }

  /** Linux only; elsewhere the series is absent. */
  private static void residentBytes(StringBuilder out) {
    try {
      String[] statm = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
      out.append("# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes ")
          .append(Long.parseLong(statm[1]) * 4096)
          .append('\n');
    } catch (IOException e) {
      // no /proc on this system
    }
  }
}
