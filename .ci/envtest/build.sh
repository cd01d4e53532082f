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

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"

say() { echo "envtest: $*"; }
die() { echo "envtest: $*" >&2; exit 1; }
pinned() { sed -n "s|^[[:space:]]*$1 v\([0-9][0-9.]*\).*|\1|p" go.mod | head -n 1; }

binaries=(etcd kube-apiserver kubectl)
kubernetes=$(pinned k8s.io/kubernetes)
etcd=$(pinned go.etcd.io/etcd/server/v3)
[[ -n $kubernetes && -n $etcd ]] || die "no pinned versions found in $here/go.mod"

command -v go >/dev/null || die "Go is not on the PATH; see https://go.dev/dl"

# Only what is pinned here may steer the build, not the caller's Go settings.
export GOWORK=off GO111MODULE=on CGO_ENABLED=0 GOFLAGS="-mod=readonly -trimpath -buildvcs=false"
os=$(go env GOOS) && arch=$(go env GOARCH) || die "go.mod needs Go $(sed -n 's/^go //p' go.mod) or newer"
case "$os-$arch" in
  linux-amd64 | linux-arm64 | darwin-amd64 | darwin-arm64) ;;
  *) die "no folder name in kube-api-test for $os-$arch" ;;
esac
export GOOS=$os GOARCH=$arch

root=${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}/k8s
target=$root/$kubernetes-$os-$arch

complete() {
  local binary
  for binary in "${binaries[@]}"; do [[ -x $target/$binary ]] || return 1; done
}

if complete; then
  say "already there: $target"
  exit 0
fi

mkdir -p "$root"
[[ -w $root ]] || die "cannot write to $root"
lock=$root/.build-$kubernetes-$os-$arch.lock
work=
release() {
  [[ -z $work ]] || rm -rf "$work"
  rm -rf "$lock"
}
waited=0
until mkdir "$lock" 2>/dev/null; do
  holder=$(cat "$lock/pid" 2>/dev/null || true)
  # A killed holder leaves the lock behind, with or without its process id.
  if [[ -n $holder ]] && ! kill -0 "$holder" 2>/dev/null || [[ -z $holder && $waited -ge 10 ]]; then
    # The rename lets one of several waiters take it away.
    mv "$lock" "$lock.$$" 2>/dev/null && rm -rf "$lock.$$"
    continue
  fi
  [[ $waited -gt 0 ]] || say "waiting for the build of process ${holder:-unknown}"
  waited=$((waited + 1))
  sleep 1
done
echo $$ >"$lock/pid"
trap release EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if complete; then
  say "already there: $target"
  exit 0
fi

work=$(mktemp -d "$root/.build.XXXXXX")
say "building Kubernetes v$kubernetes and etcd v$etcd for $os-$arch with $(go env GOVERSION), once: 3 to 10 minutes"

version() { echo "-X $1.gitVersion=v$kubernetes -X $1.gitMajor=${kubernetes%%.*} -X $1.gitMinor=$(cut -d. -f2 <<<"$kubernetes") -X $1.gitTreeState=clean"; }
flags="-s -w $(version k8s.io/component-base/version) $(version k8s.io/client-go/pkg/version)"

say "1 of 3: etcd"
go build -ldflags "-s -w" -o "$work/etcd" go.etcd.io/etcd/server/v3
say "2 of 3: kube-apiserver"
go build -ldflags "$flags" -o "$work/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver
say "3 of 3: kubectl"
go build -ldflags "$flags" -o "$work/kubectl" k8s.io/kubernetes/cmd/kubectl

# kube-api-test takes a folder that exists for a whole one: it must appear at once.
chmod 755 "$work"
if [[ -d $target ]]; then
  for binary in "${binaries[@]}"; do mv -f "$work/$binary" "$target/$binary"; done
else
  mv "$work" "$target"
fi
say "built: $target"
