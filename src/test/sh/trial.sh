# shellcheck shell=bash
# What ./benchmark and ./faults have in common; they source it from the project's folder.
#
#   prepare FOLDER [--as-in-image JDK]    builds the jar; sets java, class_path, operator_flags
#
# With --as-in-image the operator runs as it does in the image: on that JDK 25, with the image's
# options and an AOT cache trained as the image's build does.

prepare() {
  local folder=$1 operator_java=
  [ -r /proc/self/stat ] || die "needs Linux: CPU and memory of the operator are read from /proc."
  if [ "${2:-}" = --as-in-image ]; then
    operator_java=${3:?--as-in-image needs the folder of a JDK 25}/bin/java
  fi
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  "$java" -version >/dev/null 2>&1 \
    || die "needs a JDK, 17 or newer: no java found. Install one (https://adoptium.net) or set JAVA_HOME."

  mkdir -p "$folder"
  printf 'Building (./mvnw)\n' >&2
  if ! ./mvnw -B -q package -DskipTests -Dspotless.check.skip >"$folder/build.log" 2>&1 \
    || ! ./mvnw -B -q -Pquickstart dependency:build-classpath@test-class-path >>"$folder/build.log" 2>&1; then
    tail -n 40 "$folder/build.log" >&2
    die "the build failed; all of its output is in $folder/build.log"
  fi

  # What listens on this machine is not to be asked through a proxy.
  export NO_PROXY="${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost"
  export no_proxy="$NO_PROXY"

  class_path="target/test-classes:target/classes:$(cat target/test.classpath)"
  operator_flags=()
  if [ -n "$operator_java" ]; then
    train "$folder" "$operator_java"
  fi
}

train() {
  local folder=$1 operator_java=$2 cache=$1/operator.aot
  local options=(@src/main/image/java.options)
  printf 'Training the AOT cache\n' >&2
  "$operator_java" -cp "$class_path" dev.jobreflector.image.TrainingRun \
    "$operator_java" "${options[@]}" "-XX:AOTCacheOutput=$cache" \
    -jar target/sagemaker-job-reflector.jar >"$folder/training.log" 2>&1 \
    || { tail -n 40 "$folder/training.log" >&2; die "the training failed"; }
  # Without a cache that fits, the operator does not start.
  options+=("-XX:AOTCache=$cache" -XX:AOTMode=on)
  # The chart's limit: the heap is a part of it.
  options+=(-XX:MaxRAM=512m)
  operator_flags=(--java "$operator_java" "${options[@]/#/--java-option=}")
}
