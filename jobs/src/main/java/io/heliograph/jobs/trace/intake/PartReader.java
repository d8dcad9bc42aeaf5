/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import java.util.function.Consumer;

/** Reads what the rules need of a fragment's spans, trace by trace. */
public final class PartReader {
  /**
   * Reads a fragment. Parts come in the order of their first spans, all or none of them.
   *
   * @param request an {@code ExportTraceServiceRequest}
   * @param logMillis the Kafka record's time
   * @return how many spans were left out because they lack a valid trace id or span id
   */
  public int read(byte[] request, long logMillis, Consumer<SpanPart> out)
      throws MalformedOtlpException {
    return 0;
  }
}
