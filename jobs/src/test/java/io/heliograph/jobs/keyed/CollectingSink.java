/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what a pipeline in this JVM sends. */
public final class CollectingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1;
  private static final Map<String, Queue<Object>> COLLECTED = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  public CollectingSink() {
    COLLECTED.put(id, new ConcurrentLinkedQueue<>());
  }

  /** All of it, in the order of arrival. */
  @SuppressWarnings("unchecked")
  public List<T> collected() {
    return (List<T>) List.copyOf(COLLECTED.get(id));
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Queue<Object> queue = COLLECTED.get(id);
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context unused) {
        queue.add(element);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
