/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of services as files, one each, by which a process that starts cold knows what the last
 * one knew. Each holds {@code HGLIST1} and a line feed, the CRC-32 of what follows in 8 bytes, the
 * name of the service as a delimited {@link WatchRequest}, and the list as one delimited {@link
 * WatchResponse}. A file that is none of these is passed over: a client has to start in any case.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
  private static final byte[] MAGIC = "HGLIST1\n".getBytes(US_ASCII);

  private final Path directory;

  Snapshots(Path directory) {
    this.directory = directory;
  }

  /**
   * A list that was found.
   *
   * @param age since it was written, by the clock of the file system
   */
  record Found(WatchResponse list, Duration age) {}

  Optional<Found> read(ServiceName service) {
    Path file = file(service);
    try {
      byte[] bytes = Files.readAllBytes(file);
      long age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
      return Optional.of(new Found(decode(service, bytes), Duration.ofMillis(Math.max(0, age))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} is no list of {}, and is not used", file, service, e);
      return Optional.empty();
    }
  }

  private static WatchResponse decode(ServiceName service, byte[] bytes) throws IOException {
    int start = MAGIC.length + Long.BYTES;
    if (bytes.length < start || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new IOException("it does not begin as one");
    }
    if (ByteBuffer.wrap(bytes).getLong(MAGIC.length) != checksum(bytes, start)) {
      throw new IOException("its checksum is wrong");
    }
    InputStream in = new ByteArrayInputStream(bytes, start, bytes.length - start);
    if (!name(service).equals(WatchRequest.parseDelimitedFrom(in))) {
      throw new IOException("it is of another service"); // file systems that know no case
    }
    return WatchResponse.parseDelimitedFrom(in);
  }

  void write(ServiceName service, WatchResponse list) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(MAGIC);
    out.write(new byte[Long.BYTES]);
    name(service).writeDelimitedTo(out);
    list.writeDelimitedTo(out);
    byte[] bytes = out.toByteArray();
    ByteBuffer.wrap(bytes).putLong(MAGIC.length, checksum(bytes, MAGIC.length + Long.BYTES));
    Path file = file(service);
    Files.createDirectories(file.getParent());
    // not createTempFile, whose files other users of the directory may not read
    Path next = file.resolveSibling(UUID.randomUUID() + ".tmp");
    try {
      Files.write(next, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static long checksum(byte[] bytes, int from) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, bytes.length - from);
    return crc.getValue();
  }

  private static WatchRequest name(ServiceName service) {
    return WatchRequest.newBuilder()
        .setNamespace(service.namespace())
        .setService(service.service())
        .build();
  }

  /** Names begin with a letter or a digit: none leads out of the directory. */
  private Path file(ServiceName service) {
    return directory.resolve(service.namespace()).resolve(service.service() + ".list");
  }
}
