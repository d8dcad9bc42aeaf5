/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Reads what the rules need of a fragment's spans, trace by trace. Names are kept up to {@value
 * #NAME} characters. The bytes of attributes that nobody asks for are not looked into, so a
 * fragment that is damaged nowhere else is read here, while the raw path makes it a dead letter.
 * Keeps tables of the texts it has met, which it empties when they have taken some megabytes. Not
 * thread safe.
 */
public final class PartReader {
  private static final int NAME = 256;
  private static final long NAMES_BUDGET = 8L << 20;

  private final OtlpRequest request = new OtlpRequest();
  private final Names names = new Names(NAME, NAMES_BUDGET);
  private final CallNames calls = new CallNames(names);
  private final Instance instance;
  private final FieldReader reader;
  private final BlockWriter writer = new BlockWriter(names);
  private final IdTable traces = new IdTable();
  private final List<SpanFields> spans = new ArrayList<>();

  /** By the number of a trace: its first span, its last one, how many they are. */
  private int[] first = new int[64];

  private int[] last = new int[64];
  private int[] counts = new int[64];
  private int size;
  private int skipped;

  private final OtlpRequest.ItemReader items =
      new OtlpRequest.ItemReader() {
        @Override
        public void enterResource() throws MalformedOtlpException {
          instance.read(request.resource());
        }

        @Override
        public void read() throws MalformedOtlpException {
          add();
        }
      };

  /** A reader of nothing but parts. */
  public PartReader() {
    this(null);
  }

  /**
   * A reader.
   *
   * @param traffic counts the calls of instances; null: they are not counted
   */
  public PartReader(@Nullable TrafficTally traffic) {
    instance = new Instance(request.wire(), names, traffic);
    reader = new FieldReader(request, names, calls, instance);
  }

  /**
   * Reads a fragment. Parts come in the order of their first spans, all or none of them.
   *
   * @param exportRequest an {@code ExportTraceServiceRequest}
   * @param logMillis the Kafka record's time
   * @return how many spans were left out because they lack a valid trace id or span id
   */
  public int read(byte[] exportRequest, long logMillis, Consumer<SpanPart> out)
      throws MalformedOtlpException {
    begin();
    request.read(exportRequest, items);
    for (int trace = 0; trace < traces.size(); trace++) {
      writer.begin();
      for (int span = first[trace]; span >= 0; span = spans.get(span).next) {
        writer.add(spans.get(span));
      }
      out.accept(
          new SpanPart(
              traces.high(trace), traces.low(trace), logMillis, counts[trace], writer.finish()));
    }
    return skipped;
  }

  private void begin() {
    traces.clear();
    size = 0;
    skipped = 0;
    if (names.isFull() || calls.isFull()) {
      names.clear();
      calls.clear();
    }
  }

  private void add() throws MalformedOtlpException {
    if (!reader.read()) {
      skipped++;
      return;
    }
    if (size == spans.size()) {
      spans.add(new SpanFields());
    }
    SpanFields span = spans.get(size);
    reader.copyTo(span);
    span.next = -1;
    int known = traces.size();
    int trace = traces.of(reader.traceHigh(), reader.traceLow());
    if (trace == known) {
      open(trace);
    } else {
      spans.get(last[trace]).next = size;
    }
    last[trace] = size++;
    counts[trace]++;
  }

  private void open(int trace) {
    if (trace == first.length) {
      first = Arrays.copyOf(first, 2 * trace);
      last = Arrays.copyOf(last, 2 * trace);
      counts = Arrays.copyOf(counts, 2 * trace);
    }
    first[trace] = size;
    counts[trace] = 0;
  }
}
