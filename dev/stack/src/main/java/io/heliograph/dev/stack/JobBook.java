/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.core.type.TypeReference;
import io.heliograph.dev.stack.process.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The records of all jobs, in {@code jobs.json}; written with each change. Thread-safe. */
final class JobBook {
  private final JsonFile<Map<String, JobRecord>> file;
  private final Map<String, JobRecord> records;

  JobBook(Path path) throws IOException {
    this.file = new JsonFile<>(path, new TypeReference<Map<String, JobRecord>>() {});
    this.records = new TreeMap<>(file.read().orElse(Map.of()));
  }

  synchronized JobRecord get(String job) {
    return records.getOrDefault(job, JobRecord.unknown(job));
  }

  synchronized JobRecord update(String job, UnaryOperator<JobRecord> change) throws IOException {
    JobRecord before = get(job);
    JobRecord after = change.apply(before);
    if (!after.equals(before)) {
      records.put(job, after);
      file.write(records);
    }
    return after;
  }
}
