/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.List;

/**
 * One span, reduced to what the rules need. Texts are never null; empty means not said.
 *
 * @param id of the span; not 0
 * @param parentId of the parent; 0 for none
 * @param startNanos Unix time, as the host's clock had it
 * @param endNanos Unix time; not before the start
 * @param service {@code service.name}
 * @param host which instance of the service: {@code service.instance.id}, else the host's name;
 *     spans of one service and host share a clock
 * @param operation the span's name
 * @param peer who is called, as far as a client's or producer's attributes say: {@code
 *     peer.service}, or the database, cache or queue
 * @param call what is called, the same for calls that differ in values only: a normalized SQL or
 *     Redis statement, else the span's name without numbers; a bare HTTP method with the path
 * @param requestLane the lane the request belongs to: attribute {@code lane} of the span
 * @param instanceLane the lane the instance stands in: attribute {@code lane} of the resource; null
 *     if the resource has none
 * @param timeoutNanos the time limit that a client's attributes name; 0 for none
 * @param timeoutSetting the attribute that names it
 * @param links producers this span follows
 * @param fingerprint hash of all that the sender said of the span: equal for replays of it
 */
public record Span(
    long id,
    long parentId,
    SpanKind kind,
    long startNanos,
    long endNanos,
    ErrorKind error,
    String service,
    String host,
    String operation,
    String peer,
    String call,
    String requestLane,
    String instanceLane,
    long timeoutNanos,
    String timeoutSetting,
    List<SpanLink> links,
    long fingerprint) {

  /** End minus start. */
  public long durationNanos() {
    return endNanos - startNanos;
  }

  /** Whether it ended in an error of any kind. */
  public boolean failed() {
    return error != ErrorKind.NONE;
  }

  /**
   * Whether a client ended with the answer of its server, so that the server had ended before. One
   * that gave up, or whose connection broke, did not wait for it: such a server may not even have
   * begun. A failure is an answer if the server failed, too.
   */
  public boolean hasAnswerOf(Span server) {
    return error == ErrorKind.NONE || (error == ErrorKind.FAILURE && server.failed());
  }
}
