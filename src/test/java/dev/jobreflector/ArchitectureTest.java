package dev.jobreflector;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The one-way flow of the production code. */
@AnalyzeClasses(packages = "dev.jobreflector", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.jobreflector";

  @ArchTest
  static final ArchRule dependenciesGoOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
          .layer("failure")
          .definedBy(ROOT + ".failure..")
          .layer("proxy")
          .definedBy(ROOT + ".proxy..")
          .layer("api")
          .definedBy(ROOT + ".api..")
          .layer("decision")
          .definedBy(ROOT + ".decision..")
          .layer("schedule")
          .definedBy(ROOT + ".schedule..")
          .layer("discovery")
          .definedBy(ROOT + ".discovery..")
          .layer("polling")
          .definedBy(ROOT + ".polling..")
          .layer("sagemaker")
          .definedBy(ROOT + ".sagemaker..")
          .layer("cluster")
          .definedBy(ROOT + ".cluster..")
          .layer("reconcile")
          .definedBy(ROOT + ".reconcile..")
          .layer("settings")
          .definedBy(ROOT + ".settings..")
          .layer("telemetry")
          .definedBy(ROOT + ".telemetry..")
          .layer("root")
          .definedBy(ROOT)
          .whereLayer("failure")
          .mayNotAccessAnyLayer()
          .whereLayer("proxy")
          .mayNotAccessAnyLayer()
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("decision")
          .mayOnlyAccessLayers("api")
          .whereLayer("schedule")
          .mayOnlyAccessLayers("decision", "api")
          .whereLayer("discovery")
          .mayOnlyAccessLayers("api")
          .whereLayer("polling")
          .mayOnlyAccessLayers("schedule", "decision", "api")
          .whereLayer("sagemaker")
          .mayOnlyAccessLayers("polling", "schedule", "decision", "api", "proxy", "failure")
          .whereLayer("cluster")
          .mayOnlyAccessLayers("decision", "api", "proxy", "failure")
          .whereLayer("reconcile")
          .mayOnlyAccessLayers("cluster", "polling", "decision", "api", "failure")
          .whereLayer("settings")
          .mayOnlyAccessLayers("cluster", "decision", "discovery")
          .whereLayer("telemetry")
          .mayNotAccessAnyLayer()
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlySagemakerKnowsTheAwsSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".sagemaker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  /** The root wires; the resource's class extends the client's CustomResource, and that is all. */
  @ArchTest
  static final ArchRule onlyClusterAndReconcileTalkToKubernetes =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, ROOT + ".cluster..", ROOT + ".reconcile..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
                  .and(not(assignableTo(CustomResource.class))));

  @ArchTest
  static final ArchRule decidingIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".decision..", ROOT + ".discovery..", ROOT + ".schedule..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "software.amazon..",
                      "io.javaoperatorsdk..",
                      "io.micrometer..",
                      "io.fabric8.kubernetes.client..",
                      "org.slf4j..",
                      "java.io..",
                      "java.net..",
                      "java.nio",
                      "java.nio.channels..",
                      "java.nio.file..",
                      "java.util.concurrent..",
                      "java.util.logging..")
                  .or(assignableTo(Clock.class))
                  .or(assignableTo(Thread.class))
                  .or(assignableTo(Random.class))
                  .or(assignableTo(ThreadLocalRandom.class))
                  .and(not(assignableTo(CustomResource.class))));

  @ArchTest
  static final ArchRule decidingReadsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".decision..", ROOT + ".discovery..", ROOT + ".schedule..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule packagesAreNamedForWhatTheyAreAbout =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..helper..",
              "..helpers..",
              "..manager..",
              "..impl..",
              "..common..",
              "..misc..");

  /** The compiler's own static arrays (a switch over an enum, an enum's values) are final. */
  @ArchTest
  static final ArchRule nothingStaticCanChange = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule noStaticFieldHoldsSomethingThatChanges =
      fields()
          .that()
          .areStatic()
          .and(not(modifier(JavaModifier.SYNTHETIC)))
          .should()
          .notHaveRawType(
              resideInAnyPackage("java.util.concurrent..")
                  .or(assignableTo(java.util.AbstractMap.class))
                  .or(assignableTo(java.util.AbstractCollection.class))
                  .or(assignableTo(StringBuilder.class))
                  .or(assignableTo(java.lang.ref.Reference.class))
                  .or(assignableTo(ThreadLocal.class)));

  @ArchTest
  static final ArchRule productionNeedsNothingOfTheTests =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".simulator..",
              ROOT + ".apiserver..",
              ROOT + ".crd..",
              "org.junit..",
              "org.assertj..",
              "org.awaitility..",
              "io.fabric8.kubernetes.client.server..",
              "io.fabric8.kubeapitest..",
              "io.fabric8.crd.generator.collector..",
              "io.fabric8.mockwebserver..");

  @ArchTest
  static final ArchRule productionUsesOnlyItsOwnPackages =
      classes()
          .should()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".api..",
              ROOT + ".decision..",
              ROOT + ".schedule..",
              ROOT + ".discovery..",
              ROOT + ".polling..",
              ROOT + ".sagemaker..",
              ROOT + ".cluster..",
              ROOT + ".reconcile..",
              ROOT + ".settings..",
              ROOT + ".failure..",
              ROOT + ".telemetry..",
              ROOT + ".proxy..");
}
