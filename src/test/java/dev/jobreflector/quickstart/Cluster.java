package dev.jobreflector.quickstart;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the resources live while the quickstart runs. */
interface Cluster extends AutoCloseable {

  /** In words, for people. */
  String description();

  /** A client with all rights that the quickstart needs; closed with the cluster. */
  KubernetesClient client();

  /** The namespace of the examples. */
  String namespace();

  /** For the KUBECONFIG of others; null: the one they find by themselves is right. */
  @Nullable Path kubeconfig();

  /** What to type to look into it, for {@code --keep-running}. */
  List<String> commands();

  @Override
  void close();
}
