/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All documents in a file, so that a node has them before it has read the log, or cannot: a first
 * line that names the format, then a line for each version, the oldest of a document first. Written
 * beside the former one and moved over it once it is on the disk. One thread at a time.
 */
public final class DocumentsFile {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentsFile.class);
  private static final String HEAD = "{\"format\":1,\"holds\":\"documents\"}";

  private final Path file;
  private long written = -1;

  public DocumentsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the file, if there is one, into documents that nobody uses yet. A line that cannot be
   * read is left out: the log has it.
   *
   * @return how many documents there are then
   * @throws IOException if it cannot be read, or is none of ours
   */
  public int restore(Documents documents) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      if (!HEAD.equals(lines.readLine())) {
        throw new IOException(
            file + " holds no documents of format 1: move it away to start without it");
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          documents.apply(RecordCodec.decode(line));
        } catch (RecordCodec.UndecodableException e) {
          LOG.warn("a line of {} cannot be read and is left out: {}", file, e.getMessage());
        }
      }
    }
    documents.publish();
    written = documents.changes();
    return documents.count();
  }

  /** Writes the file if anything has changed since it was, and there is anything to say. */
  public void write(Documents documents) throws IOException {
    long changes = documents.changes();
    if (!documents.areKnown() || changes == written) {
      return;
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (BufferedWriter out = Files.newBufferedWriter(next, UTF_8)) {
      out.write(HEAD + "\n");
      for (Document document : documents.all()) {
        List<DocumentVersion> versions = document.versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
          out.write(RecordCodec.encode(versions.get(i)) + "\n");
        }
      }
    }
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    written = changes;
  }
}
