/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.protocol.Signal;
import java.io.Serializable;

/**
 * Turns the value of a Kafka record into events. Pure.
 *
 * @param <E> the event: a public record that Flink can serialize as a POJO
 */
public interface BatchDecoder<E> extends Serializable {
  /** What it decodes. */
  Signal signal();

  /**
   * Decodes a batch.
   *
   * @param value the encoded batch; not to be modified
   * @param origin where it was read, to be kept in each event
   * @throws InvalidProtocolBufferException if the batch as a whole is no such message
   */
  Decoded<E> decode(byte[] value, Origin origin) throws InvalidProtocolBufferException;
}
