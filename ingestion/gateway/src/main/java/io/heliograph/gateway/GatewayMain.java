/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import java.util.Arrays;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway as a process; SIGTERM and Ctrl-C stop it in order. */
public final class GatewayMain {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

  /**
   * gRPC logs to java.util.logging, a stack trace for every message above the limit. Held here, as
   * loggers are collected together with their level.
   */
  private static final java.util.logging.Logger GRPC_LOG =
      java.util.logging.Logger.getLogger("io.grpc");

  private GatewayMain() {}

  /** Runs until SIGTERM. Exit code 2: wrong settings; 1: could not start. */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(Settings.HELP);
      return;
    }
    Settings settings;
    try {
      if (args.length > 0) {
        throw new IllegalArgumentException("no arguments but --help, was " + args[0]);
      }
      settings = Settings.from(System.getenv(), Runtime.getRuntime().maxMemory());
    } catch (IllegalArgumentException wrong) {
      System.err.println("heliograph gateway: " + wrong.getMessage());
      System.exit(2);
      return;
    }
    run(settings);
  }

  private static void run(Settings settings) {
    GRPC_LOG.setLevel(Level.SEVERE);
    try {
      Gateway gateway = Gateway.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "stop"));
    } catch (Exception failure) {
      LOG.error("the gateway could not start: {}", failure.getMessage(), failure);
      System.exit(1);
    }
  }

  private static void stop(Gateway gateway) {
    try {
      gateway.close();
    } catch (Exception failure) {
      LOG.warn("the gateway did not stop in order", failure);
    }
  }
}
