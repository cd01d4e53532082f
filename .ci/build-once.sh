# Sourced by the build scripts of the folders beside it, each of which has a go.mod with the
# versions. What they build goes into a folder that is there as a whole or not at all, and that
# one process builds while others wait.
#
#   prepare_go                          checks Go; sets os and arch
#   pinned MODULE                       prints its version in go.mod, without the leading v
#   build_once FOLDER FUNCTION FILE...  unless FOLDER has all FILEs, calls FUNCTION with the name
#                                       of an empty folder, and makes that FOLDER

label=$(basename "$PWD")
say() { echo "$label: $*"; }
die() { echo "$label: $*" >&2; exit 1; }
pinned() { sed -nE "s|^(require)?[[:space:]]*$1 v([0-9][0-9.]*).*|\2|p" go.mod | head -n 1; }

prepare_go() {
  command -v go >/dev/null || die "Go is not on the PATH; see https://go.dev/dl"
  # Only what is pinned may steer the build, not the caller's Go settings.
  export GOWORK=off GO111MODULE=on CGO_ENABLED=0 GOFLAGS="-mod=readonly -trimpath -buildvcs=false"
  os=$(go env GOOS) && arch=$(go env GOARCH) || die "go.mod needs Go $(sed -n 's/^go //p' go.mod) or newer"
  export GOOS=$os GOARCH=$arch
}

complete() {
  local folder=$1 file
  shift
  for file in "$@"; do [[ -s $folder/$file ]] || return 1; done
}

lock=
work=
release() {
  [[ -z $work ]] || rm -rf "$work"
  [[ -z $lock ]] || rm -rf "$lock"
  work= lock=
}
trap release EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

take_lock() {
  local holder waited=0
  until mkdir "$1" 2>/dev/null; do
    holder=$(cat "$1/pid" 2>/dev/null || true)
    # A killed holder leaves the lock behind, with or without its process id.
    if [[ -n $holder ]] && ! kill -0 "$holder" 2>/dev/null || [[ -z $holder && $waited -ge 10 ]]; then
      # The rename lets one of several waiters take it away.
      mv "$1" "$1.$$" 2>/dev/null && rm -rf "$1.$$"
      continue
    fi
    [[ $waited -gt 0 ]] || say "waiting for the build of process ${holder:-unknown}"
    waited=$((waited + 1))
    sleep 1
  done
  lock=$1
  echo $$ >"$lock/pid"
}

build_once() {
  local folder=$1 build=$2 parent file
  shift 2
  parent=$(dirname "$folder")
  if ! complete "$folder" "$@"; then
    mkdir -p "$parent"
    [[ -w $parent ]] || die "cannot write to $parent"
    take_lock "$parent/.build-$(basename "$folder").lock"
  fi
  if complete "$folder" "$@"; then
    say "already there: $folder"
    release
    return
  fi
  work=$(mktemp -d "$parent/.build.XXXXXX")
  "$build" "$work"
  # Who finds the folder takes it for a whole one: it must appear at once.
  chmod 755 "$work"
  if [[ -d $folder ]]; then
    for file in "$@"; do mv -f "$work/$file" "$folder/$file"; done
  else
    mv "$work" "$folder"
  fi
  say "built: $folder"
  release
}
