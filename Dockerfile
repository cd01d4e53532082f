# The operator's image, for amd64 and arm64; docs/image.md tells of it.
#
#   docker build -t job-reflector .
#
# Both bases are one version of one JVM, and pinned: the tag is for people, the digest counts.
ARG BUILD_BASE=docker.io/library/eclipse-temurin:25.0.3_9-jdk-noble@sha256:3eb81ed94d8c1a34422f19f8188548bdf02cae69c91d0328afdbb7abed90f617
ARG RUNTIME_BASE=docker.io/library/eclipse-temurin:25.0.3_9-jre-noble@sha256:2f1da100788559b397bcf48c736169ea5b070bde84e55f203bbee8e83d87a175

# Compiles, and lays out the image's files, a folder for each layer.
FROM ${BUILD_BASE} AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
# Where Maven keeps what it downloads; give another to use a repository of your own.
ARG MAVEN_ARGS="-Dmaven.repo.local=/var/cache/maven"
RUN --mount=type=cache,target=/var/cache/maven \
    ./mvnw -B -q -ntp -Pimage package -DskipTests
# Fixed times: the AOT cache is refused where a jar's time differs, and equal files make equal layers.
RUN mkdir -p /layers/dependencies/opt/job-reflector /layers/operator/opt/job-reflector \
 && mv target/lib /layers/dependencies/opt/job-reflector/ \
 && cp target/sagemaker-job-reflector.jar src/main/image/java.options /layers/operator/opt/job-reflector/ \
 && find /layers -exec touch -d 2026-01-01T00:00:00Z {} +

FROM ${RUNTIME_BASE} AS operator
# Memory of libc's, kept for each thread, is not given back.
ENV MALLOC_ARENA_MAX=2
COPY --from=build /layers/dependencies/ /
COPY --from=build /layers/operator/ /

# Runs the operator through jobs' whole lives, on the JVM and the architecture that the image is for,
# and keeps what the JVM learned: classes loaded and linked, and what its code was used for.
FROM operator AS training
WORKDIR /training
COPY --from=build /src/target/test-lib lib
COPY --from=build /src/target/test-classes classes
COPY crds crds
RUN mkdir -p /layers/opt/job-reflector \
 && java -cp "classes:lib/*:/opt/job-reflector/*" dev.jobreflector.image.TrainingRun \
      java @/opt/job-reflector/java.options -XX:AOTCacheOutput=/layers/opt/job-reflector/operator.aot \
      -jar /opt/job-reflector/sagemaker-job-reflector.jar \
 && find /layers -exec touch -d 2026-01-01T00:00:00Z {} +

FROM operator
# What changes with each change of the code comes last, and the AOT cache, which all else goes into, at the end.
COPY --from=training /layers/ /
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["java", "@/opt/job-reflector/java.options", "-XX:AOTCache=/opt/job-reflector/operator.aot", \
            "-jar", "/opt/job-reflector/sagemaker-job-reflector.jar"]
ARG VERSION=development
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Job Reflector for SageMaker" \
      org.opencontainers.image.description="Reflects SageMaker optimization jobs as Kubernetes resources" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
