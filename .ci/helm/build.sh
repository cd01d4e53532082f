#!/usr/bin/env bash
# Builds what the chart's tests need from the Go modules pinned in go.mod beside this script:
# Helm 3 and Helm 4, and the definitions of PodMonitor and PrometheusRule, which controller-gen
# makes of the Prometheus operator's Go types as that project itself does.
#
#   ${KUBE_API_TEST_DIR:-~/.kubeapitest}/helm/<version>-<os>-<arch>/helm
#   ${KUBE_API_TEST_DIR:-~/.kubeapitest}/monitoring/<version>/*.yaml
#
# Does nothing when they are there. Needs Go and a module proxy, about 2 GB of disk while it
# builds, and 2 to 6 minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../build-once.sh

types=github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring
helm3=$(pinned helm.sh/helm/v3)
helm4=$(pinned helm.sh/helm/v4)
monitoring=$(pinned $types)
client=$(pinned k8s.io/client-go)
[[ -n $helm3 && -n $helm4 && -n $monitoring && -n $client ]] \
  || die "no pinned versions found in $PWD/go.mod"

prepare_go

build_helm3() {
  say "building Helm v$helm3 for $os-$arch with $(go env GOVERSION), once: 1 to 3 minutes"
  # The Kubernetes version that a chart is rendered for where no cluster is asked; Helm 4 finds it
  # by itself.
  local minor=1.$(cut -d. -f2 <<<"$client") package flags="-s -w"
  for package in pkg/chartutil pkg/lint/rules; do
    flags+=" -X helm.sh/helm/v3/$package.k8sVersionMajor=${minor%.*}"
    flags+=" -X helm.sh/helm/v3/$package.k8sVersionMinor=${minor#*.}"
  done
  flags+=" -X helm.sh/helm/v3/internal/version.version=v$helm3"
  go build -ldflags "$flags" -o "$1/helm" helm.sh/helm/v3/cmd/helm
}

build_helm4() {
  say "building Helm v$helm4 for $os-$arch with $(go env GOVERSION), once: 1 to 3 minutes"
  go build -ldflags "-s -w -X helm.sh/helm/v4/internal/version.version=v$helm4" \
    -o "$1/helm" helm.sh/helm/v4/cmd/helm
}

build_monitoring() {
  say "making the definitions of the Prometheus operator v$monitoring, once: up to a minute"
  # Runs here, whatever platform the programs are for.
  GOOS= GOARCH= go run sigs.k8s.io/controller-tools/cmd/controller-gen \
    crd paths="$types/v1" output:crd:dir="$1/all"
  mv "$1"/all/*_{podmonitors,prometheusrules}.yaml "$1"
  rm -r "$1/all"
}

root=${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}
build_once "$root/helm/$helm3-$os-$arch" build_helm3 helm
build_once "$root/helm/$helm4-$os-$arch" build_helm4 helm
build_once "$root/monitoring/$monitoring" build_monitoring \
  monitoring.coreos.com_podmonitors.yaml monitoring.coreos.com_prometheusrules.yaml
