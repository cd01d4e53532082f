package dev.jobreflector.cluster;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The thread on which a client tells of what its watches bring. Each event goes through two queues,
 * and the client's own executor would wake a thread for each. Nothing here may wait in an
 * informer's handler: it would hold up all that the watches bring.
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
