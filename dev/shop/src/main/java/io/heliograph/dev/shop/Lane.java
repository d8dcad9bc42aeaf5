/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * The lane a request belongs to: baggage carries it from service to service, and each span says it.
 * Requests of the baseline carry none.
 */
final class Lane implements SpanProcessor {
  static final String BASELINE = "";

  /**
   * Of baggage, of spans, and of the resource: there it is the lane that the instance stands in.
   */
  static final String KEY = "lane";

  private static final AttributeKey<String> ATTRIBUTE = AttributeKey.stringKey(KEY);

  static String current() {
    return of(Context.current());
  }

  private static String of(Context context) {
    String lane = Baggage.fromContext(context).getEntryValue(KEY);
    return lane == null ? BASELINE : lane;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    String lane = of(parent);
    if (!lane.equals(BASELINE)) {
      span.setAttribute(ATTRIBUTE, lane);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
