package dev.jobreflector.cluster;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Supplies one thread for all watch events of a client. The client's own executor would wake two
 * threads for each event. An informer's handler must not block, since it would delay all watch
 * events.
 */
final class WatchThread implements KubernetesClientBuilder.ExecutorSupplier {

  @Override
  public Executor get() {
    return Executors.newSingleThreadExecutor(
        run -> {
          Thread thread = new Thread(run, "watches");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public void onClose(Executor executor) {
    ((ExecutorService) executor).shutdownNow();
  }
}
