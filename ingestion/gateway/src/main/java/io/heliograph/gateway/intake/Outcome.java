/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

/** What became of a request. Each receiver says it in the words of its protocol. */
public sealed interface Outcome {

  /**
   * Kafka has acknowledged every accepted record; the rejected ones are refused for good.
   *
   * @param message why some were rejected; empty if none was
   */
  record Accepted(long accepted, long rejected, String message) implements Outcome {}

  /**
   * Nothing is promised. If {@code refusal} is retryable, the same request may be sent again after
   * {@code retryAfterMillis}.
   */
  record Refused(Refusal refusal, String message) implements Outcome {
    /** How long to wait before the next try. */
    public int retryAfterMillis() {
      return refusal.retryAfterMillis();
    }
  }

  /** Why a whole request is refused. */
  enum Refusal {
    /** Not an encoding of what it should be. */
    MALFORMED("malformed", 0),
    /** Larger than any request may be. */
    TOO_LARGE("too_large", 0),
    /** The budget of bytes in flight is used up. */
    BUSY("busy", 500),
    /** Kafka does not take records now. */
    UNAVAILABLE("unavailable", 1_000),
    /** A defect of the gateway. */
    INTERNAL("internal", 0);

    private final String label;
    private final int retryAfterMillis;

    Refusal(String label, int retryAfterMillis) {
      this.label = label;
      this.retryAfterMillis = retryAfterMillis;
    }

    /** For metrics. */
    public String label() {
      return label;
    }

    int retryAfterMillis() {
      return retryAfterMillis;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
      return retryAfterMillis > 0;
    }
  }
}
