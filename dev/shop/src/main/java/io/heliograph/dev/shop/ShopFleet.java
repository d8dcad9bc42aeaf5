/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.heliograph.dev.shop.v1.ControlGrpc;
import io.heliograph.dev.shop.v1.PingRequest;
import io.heliograph.dev.shop.v1.Release;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The shop's processes: nine instances of six services, each a JVM of its own. They run on the
 * class path of this JVM, and end when it ends, however it ends, since their standard input does.
 */
final class ShopFleet implements AutoCloseable {
  /** An instance, and the lane it stands in. Callees before callers. */
  private record Instance(String service, String name, String lane) {}

  private static final List<Instance> INSTANCES =
      List.of(
          new Instance("inventory", "inventory-1", Lane.BASELINE),
          new Instance("payments", "payments-1", Lane.BASELINE),
          new Instance("shipping", "shipping-1", Lane.BASELINE),
          new Instance("notifications", "notifications-1", Lane.BASELINE),
          new Instance("orders", "orders-1", Lane.BASELINE),
          new Instance("orders", "orders-2", Lane.BASELINE),
          new Instance("orders", "orders-gray-1", LoadGenerator.GRAY),
          new Instance("frontend", "frontend-1", Lane.BASELINE),
          new Instance("frontend", "frontend-2", Lane.BASELINE));
  private static final int START_SECONDS = 180;
  private static final int STOP_SECONDS = 10;

  private record Member(ShopSettings settings, Process process, Path log, ManagedChannel control) {}

  private final Map<String, Member> members = new LinkedHashMap<>();

  /** Starts all, and waits until each answers. */
  static ShopFleet start(DemoOptions options, Consumer<String> progress)
      throws IOException, InterruptedException {
    ShopFleet fleet = new ShopFleet();
    try {
      fleet.launch(options);
      fleet.awaitAll(progress);
      return fleet;
    } catch (IOException | InterruptedException | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void launch(DemoOptions options) throws IOException {
    Files.createDirectories(options.logs());
    Map<String, String> peers = new LinkedHashMap<>();
    Map<Instance, Integer> ports = new LinkedHashMap<>();
    for (Instance instance : INSTANCES) {
      int port = freePort();
      ports.put(instance, port);
      peers.merge(
          ShopSettings.at(instance.service, instance.lane),
          "127.0.0.1:" + port,
          (others, address) -> others + "," + address);
    }
    for (Instance instance : INSTANCES) {
      launch(
          new ShopSettings(
              instance.service,
              instance.name,
              instance.lane,
              ports.get(instance),
              options.gateway(),
              options.kafka(),
              peers),
          options.logs().resolve("shop-" + instance.name + ".log"));
    }
  }

  private void launch(ShopSettings settings, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // they live for a minute: starting fast is all that counts
            "-XX:MaxMetaspaceSize=128m",
            "-Dlog4j2.configurationFile=shop-log4j2.xml",
            "-cp",
            System.getProperty("java.class.path"),
            ShopMain.class.getName());
    builder.environment().putAll(settings.environment());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    ManagedChannel control = Peers.channel("127.0.0.1:" + settings.port());
    members.put(settings.instance(), new Member(settings, process, log, control));
  }

  private void awaitAll(Consumer<String> progress) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    int up = 0;
    for (Member member : members.values()) {
      while (!answers(member)) {
        if (!member.process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException(
              member.settings.instance()
                  + (member.process.isAlive()
                      ? " does not answer after " + START_SECONDS + " s"
                      : " ended with code " + member.process.exitValue())
                  + "; the end of "
                  + member.log
                  + ":\n"
                  + tail(member.log));
        }
      }
      up++;
      progress.accept("starting the shop: " + up + " of " + members.size() + " processes are up");
    }
  }

  private static boolean answers(Member member) {
    try {
      var unused =
          ControlGrpc.newBlockingStub(member.control)
              .withWaitForReady()
              .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
              .ping(PingRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      member.control.resetConnectBackoff();
      return false;
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  String addresses(String service) {
    return members.values().stream()
        .filter(member -> member.settings.service().equals(service))
        .map(member -> "127.0.0.1:" + member.settings.port())
        .collect(Collectors.joining(","));
  }

  int size() {
    return members.size();
  }

  /** Hands a release to every live instance of a service. */
  void apply(String service, Release release) {
    for (Member member : members.values()) {
      if (member.settings.service().equals(service) && member.process.isAlive()) {
        try {
          var unused =
              ControlGrpc.newBlockingStub(member.control)
                  .withDeadlineAfter(2, TimeUnit.SECONDS)
                  .apply(release);
        } catch (StatusRuntimeException e) {
          // the report shows that the release did not arrive there
        }
      }
    }
  }

  /** Ends an instance as a power cut would. */
  void kill(String instance) {
    members.get(instance).process.destroyForcibly();
  }

  /** Ends all in order: each flushes what it has to tell. Callers before callees. */
  @Override
  public void close() {
    List<Member> callersFirst = new ArrayList<>(members.values());
    java.util.Collections.reverse(callersFirst);
    callersFirst.forEach(member -> member.process.destroy());
    for (Member member : callersFirst) {
      member.control.shutdownNow();
      try {
        if (!member.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          member.process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        member.process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    members.clear();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
