/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Tables in memory that drop repeated tokens and refuse rows, and fail when told to: before they
 * store, or after, as a server does whose answer is lost.
 */
final class FakeClickHouse implements InsertClient {
  private final Map<String, List<List<Object>>> tables = new ConcurrentHashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private final Deque<IOException> failures = new ArrayDeque<>();
  private final List<String> attempts = new ArrayList<>();
  private Predicate<List<Object>> poison = row -> false;
  private boolean losesAnswers;

  /** The next attempts fail, one each. */
  synchronized void failNext(IOException... next) {
    failures.addAll(List.of(next));
  }

  /** The next attempts store their rows, and fail then. */
  synchronized void loseNextAnswers(IOException... next) {
    losesAnswers = true;
    failures.addAll(List.of(next));
  }

  /** Rows for which this holds are refused. */
  synchronized void refuse(Predicate<List<Object>> rows) {
    poison = rows;
  }

  /** The rows of a table, strings as String. */
  synchronized List<List<Object>> rows(String table) {
    return List.copyOf(tables.getOrDefault(table, List.of()));
  }

  /** Tokens of all attempts so far. */
  synchronized List<String> attempts() {
    return List.copyOf(attempts);
  }

  @Override
  public synchronized void insert(InsertRequest request) throws IOException {
    attempts.add(request.token());
    if (!losesAnswers && !failures.isEmpty()) {
      throw failures.pop();
    }
    if (!tokens.contains(request.token())) {
      List<List<Object>> rows = decode(request);
      if (rows.stream().anyMatch(poison)) {
        throw new RefusedException(500, 469, "Code: 469. Constraint is violated");
      }
      tables.computeIfAbsent(request.table(), t -> new ArrayList<>()).addAll(rows);
      tokens.add(request.token());
    }
    if (losesAnswers && !failures.isEmpty()) {
      throw failures.pop();
    }
  }

  private static List<List<Object>> decode(InsertRequest request) throws IOException {
    byte[] bytes;
    try (var in = new net.jpountz.lz4.LZ4FrameInputStream(request.body().open())) {
      bytes = in.readAllBytes();
    }
    NativeInput in = new NativeInput(bytes, 0, bytes.length);
    List<List<Object>> rows = new ArrayList<>();
    while (!in.isAtEnd()) {
      for (Object[] row : NativeBlock.read(request.table(), in).rows()) {
        List<Object> readable = new ArrayList<>();
        for (Object value : row) {
          readable.add(
              value instanceof byte[] text
                  ? new String(text, java.nio.charset.StandardCharsets.UTF_8)
                  : value);
        }
        rows.add(readable);
      }
    }
    return rows;
  }
}
