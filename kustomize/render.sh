#!/usr/bin/env bash
# Makes base/install.yaml from the chart and copies the CustomResourceDefinition to crds, for those
# who use no Helm. HELM names another Helm than the one on the PATH, and the first argument another
# folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

folder=${1:-.}
mkdir -p "$folder/base" "$folder/crds"
# Kustomize reads no file outside the folder of a kustomization.
cp ../crds/* "$folder/crds/"

file=$folder/base/install.yaml
{
  echo '# Made of the chart helm/job-reflector by kustomize/render.sh; not to be edited.'
  # What says "Helm" would mislead those who look for a release; Helm 3 and Helm 4 differ in the
  # blank lines between documents.
  "${HELM:-helm}" template job-reflector ../helm/job-reflector --namespace job-reflector \
    --set image.repository=sagemaker-job-reflector --set crds.enabled=false \
    | sed -e '/^ *helm\.sh\/chart: /d' -e '/^ *app\.kubernetes\.io\/managed-by: Helm$/d' -e '/^# Source: /d' \
    | awk '/^$/ { blank++; next } /^---/ { blank = 0 } { for (; blank; blank--) print ""; print }'
} >"$file.new"
mv "$file.new" "$file"
