#!/usr/bin/env bash
# Gets prometheus and promtool from Debian's package, and prints the folder that has them, for
# PATH. The package is unpacked, not installed: no service starts and nothing of the system changes.
set -euo pipefail

if command -v prometheus >/dev/null && command -v promtool >/dev/null; then
  dirname "$(command -v promtool)"
  exit
fi

folder=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-job-reflector/prometheus
if [ ! -x "$folder/usr/bin/prometheus" ] || [ ! -x "$folder/usr/bin/promtool" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  {
    # A fresh machine has no lists of packages yet.
    apt-get download prometheus || { apt-get update && apt-get download prometheus; }
    mkdir -p "$folder"
    dpkg-deb --extract prometheus_*.deb "$folder"
  } >&2
fi
"$folder/usr/bin/prometheus" --version >&2
printf '%s\n' "$folder/usr/bin"
