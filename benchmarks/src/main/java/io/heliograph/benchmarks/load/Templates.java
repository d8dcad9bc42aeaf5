/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The requests of a round, one per service, in several variants, so that attributes repeat no more
 * often on disk than they do in life.
 */
public final class Templates {
  private static final int VARIANTS = 8;

  private final List<List<Template>> variants = new ArrayList<>();
  private final int longest;

  private Templates(BiFunction<Integer, Integer, Template> encoding) {
    int max = 0;
    for (int variant = 0; variant < VARIANTS; variant++) {
      List<Template> requests = new ArrayList<>();
      for (int service = 0; service < TraceShape.SERVICES.size(); service++) {
        Template template = encoding.apply(service, variant);
        max = Math.max(max, template.length());
        requests.add(template);
      }
      variants.add(List.copyOf(requests));
    }
    longest = max;
  }

  public static Templates otlp() {
    return new Templates(OtlpTemplate::of);
  }

  public static Templates zipkinJson() {
    return new Templates(ZipkinTemplate::of);
  }

  /** The requests of the n-th round. */
  public List<Template> round(long n) {
    return variants.get((int) Math.floorMod(n, (long) VARIANTS));
  }

  /** Bytes that a buffer needs for any request. */
  public int longest() {
    return longest;
  }

  /** Mean bytes of a span as it is sent. */
  public double bytesPerSpan() {
    long bytes = variants.get(0).stream().mapToLong(Template::length).sum();
    return (double) bytes / Round.SPANS;
  }
}
