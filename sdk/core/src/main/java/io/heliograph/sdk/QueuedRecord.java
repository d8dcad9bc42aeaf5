/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import com.google.protobuf.MessageLite;

/** A record on its way, with its encoded size. */
record QueuedRecord(Kind kind, MessageLite message, int bytes) {
  /** Tag and length that the request adds around a record, at most. */
  private static final int ENVELOPE_BYTES = 6;

  /** The field of the request that a record goes into. */
  enum Kind {
    HEARTBEAT,
    PROBE,
    CONFIG_EVENT,
    MESSAGE_EVENT,
    USAGE
  }

  static QueuedRecord of(Kind kind, MessageLite message) {
    return new QueuedRecord(kind, message, message.getSerializedSize() + ENVELOPE_BYTES);
  }
}
