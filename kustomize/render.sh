#!/usr/bin/env bash
# Makes base/install.yaml of the chart, for those who take no Helm. HELM names another Helm than
# the one on the PATH, and the first argument another file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

file=${1:-base/install.yaml}
{
  echo '# Made of the chart helm/job-reflector by kustomize/render.sh; not to be edited.'
  # What says "Helm" would mislead those who look for a release; Helm 3 and Helm 4 differ in the
  # blank lines between documents.
  "${HELM:-helm}" template job-reflector ../helm/job-reflector --namespace job-reflector \
    --set image.repository=sagemaker-job-reflector --set crds.keep=false \
    | sed -e '/^ *helm\.sh\/chart: /d' -e '/^ *app\.kubernetes\.io\/managed-by: Helm$/d' -e '/^# Source: /d' \
    | awk '/^$/ { blank++; next } /^---/ { blank = 0 } { for (; blank; blank--) print ""; print }'
} >"$file.new"
mv "$file.new" "$file"
