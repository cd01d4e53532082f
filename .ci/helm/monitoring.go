// Package helm keeps the Prometheus operator's types in go.mod, where build.sh finds them.
package helm

import _ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
