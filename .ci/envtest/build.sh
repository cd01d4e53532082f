#!/usr/bin/env bash
# Builds kube-apiserver, kubectl and etcd from the Go modules pinned in go.mod
# beside this script, into the folder where Fabric8's kube-api-test looks for
# them:
#
#   ${KUBE_API_TEST_DIR:-~/.kubeapitest}/k8s/<Kubernetes version>-<os>-<arch>/
#
# Does nothing when they are there. Needs Go and a module proxy, about 3 GB of
# disk while it builds, and 3 to 10 minutes. GOOS and GOARCH choose another
# platform than this machine's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../build-once.sh

kubernetes=$(pinned k8s.io/kubernetes)
etcd=$(pinned go.etcd.io/etcd/server/v3)
[[ -n $kubernetes && -n $etcd ]] || die "no pinned versions found in $PWD/go.mod"

prepare_go
case "$os-$arch" in
  linux-amd64 | linux-arm64 | darwin-amd64 | darwin-arm64) ;;
  *) die "no folder name in kube-api-test for $os-$arch" ;;
esac

version() { echo "-X $1.gitVersion=v$kubernetes -X $1.gitMajor=${kubernetes%%.*} -X $1.gitMinor=$(cut -d. -f2 <<<"$kubernetes") -X $1.gitTreeState=clean"; }

build() {
  say "building Kubernetes v$kubernetes and etcd v$etcd for $os-$arch with $(go env GOVERSION), once: 3 to 10 minutes"
  local flags
  flags="-s -w $(version k8s.io/component-base/version) $(version k8s.io/client-go/pkg/version)"
  say "1 of 3: etcd"
  go build -ldflags "-s -w" -o "$1/etcd" go.etcd.io/etcd/server/v3
  say "2 of 3: kube-apiserver"
  go build -ldflags "$flags" -o "$1/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver
  say "3 of 3: kubectl"
  go build -ldflags "$flags" -o "$1/kubectl" k8s.io/kubernetes/cmd/kubectl
}

build_once "${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}/k8s/$kubernetes-$os-$arch" \
  build etcd kube-apiserver kubectl
