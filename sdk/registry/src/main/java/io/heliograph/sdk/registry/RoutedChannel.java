/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.rules.Caller;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A channel for gRPC's stubs, whose calls go to the instances of a watched service, each to one
 * that is picked by the rules. A call that they refuse, or that nobody can take, fails with
 * UNAVAILABLE, as over xDS, and here with the reason, and the exception of {@link
 * ServiceWatch#pick} as its cause. While an instance is not connected, its calls go to those that
 * are, if there are any.
 *
 * <p>It has a connection to each instance that calls were to go to, until that is listed no more.
 */
public final class RoutedChannel extends Channel implements AutoCloseable {
  /** Who makes a call, where that is another than the channel's caller: such as in a lane. */
  public static final CallOptions.Key<Caller> CALLER = CallOptions.Key.create("heliograph-caller");

  /** Of an instance that is gone: calls that were led to it just before begin within that time. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Address(String host, int port) {
    static Address of(Instance instance) {
      return new Address(instance.host(), instance.port());
    }
  }

  private final ServiceWatch watch;
  private final Caller caller;
  private final Function<Instance, ManagedChannel> connect;
  private final Map<Address, ManagedChannel> channels = new ConcurrentHashMap<>();

  /** Of instances that are gone, and not shut down yet. */
  private final Set<ManagedChannel> retired = ConcurrentHashMap.newKeySet();

  private final Runnable unlisten;
  private volatile boolean closed;

  /**
   * A channel to the instances of a service.
   *
   * @param caller who calls, unless {@link #CALLER} says otherwise
   * @param connect makes a channel to an instance, such as one with TLS
   */
  public RoutedChannel(
      ServiceWatch watch, Caller caller, Function<Instance, ManagedChannel> connect) {
    this.watch = watch;
    this.caller = caller;
    this.connect = connect;
    unlisten = watch.onChange(changed -> retire());
  }

  /** A channel without TLS. */
  public RoutedChannel(ServiceWatch watch, Caller caller) {
    this(
        watch,
        caller,
        instance ->
            ManagedChannelBuilder.forAddress(instance.host(), instance.port())
                .usePlaintext()
                .build());
  }

  @Override
  public String authority() {
    return watch.name();
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return new Routed<>(method, options);
  }

  private ManagedChannel channel(Call call) {
    ManagedChannel channel = to(first(call));
    if (channel.getState(true) == ConnectivityState.READY) {
      return channel;
    }
    try {
      return to(watch.pick(call, instance -> isIn(ConnectivityState.READY, instance)));
    } catch (NoInstanceException e) {
      return channel; // none is connected yet: it waits for this one
    }
  }

  private Instance first(Call call) {
    try {
      return watch.pick(call, instance -> !isIn(ConnectivityState.TRANSIENT_FAILURE, instance));
    } catch (NoInstanceException e) {
      return watch.pick(call); // none can be connected to: gRPC says why, or has the call wait
    }
  }

  private boolean isIn(ConnectivityState state, Instance instance) {
    ManagedChannel known = channels.get(Address.of(instance));
    return known != null && known.getState(false) == state;
  }

  private ManagedChannel to(Instance instance) {
    ManagedChannel channel =
        channels.computeIfAbsent(Address.of(instance), none -> connect.apply(instance));
    if (closed) { // it may have missed this one
      channel.shutdown();
    }
    return channel;
  }

  /** Closes connections to those that are listed no more. */
  private void retire() {
    Set<Address> listed = new HashSet<>();
    watch.instances().forEach(one -> listed.add(Address.of(one.instance())));
    Map<Address, ManagedChannel> gone = new HashMap<>(channels);
    gone.keySet().removeAll(listed);
    gone.forEach(
        (address, channel) -> {
          retired.add(channel); // before it leaves the others, for a close meanwhile
          channels.remove(address, channel);
          watch.later(LINGER_NANOS, () -> shutdown(channel));
        });
  }

  private void shutdown(ManagedChannel gone) {
    gone.shutdown();
    retired.remove(gone);
  }

  /** Takes no more calls; those that run come to their end. The watch stays open. */
  @Override
  public void close() {
    closed = true;
    unlisten.run();
    channels.values().forEach(ManagedChannel::shutdown);
    retired.forEach(ManagedChannel::shutdown); // the watch may end before it does so
  }

  /** A call whose instance is picked when it starts, since rules may ask for its headers. */
  private final class Routed<Q, A> extends ForwardingClientCall<Q, A> {
    private final MethodDescriptor<Q, A> method;
    private final CallOptions options;
    private ClientCall<Q, A> picked = new NoCall<>();

    Routed(MethodDescriptor<Q, A> method, CallOptions options) {
      this.method = method;
      this.options = options;
    }

    @Override
    protected ClientCall<Q, A> delegate() {
      return picked;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      Caller from = options.getOption(CALLER);
      Call call =
          new Call(from == null ? caller : from, method.getFullMethodName(), texts(headers));
      try {
        picked = channel(call).newCall(method, options);
      } catch (CallRefusedException | NoInstanceException e) {
        Status status = Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e);
        Runnable end = () -> listener.onClose(status, new Metadata());
        if (options.getExecutor() == null) {
          end.run();
        } else {
          options.getExecutor().execute(end);
        }
        return;
      }
      picked.start(listener, headers);
    }
  }

  /** Headers that are texts; those in bytes no rule asks for. */
  private static Map<String, String> texts(Metadata headers) {
    Map<String, String> texts = new TreeMap<>();
    for (String name : headers.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        Iterable<String> values =
            headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        texts.put(name, values == null ? "" : String.join(",", values));
      }
    }
    return texts;
  }

  /** A call that has not started, or never will. */
  private static final class NoCall<Q, A> extends ClientCall<Q, A> {
    @Override
    public void start(Listener<A> listener, Metadata headers) {}

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(String message, Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
