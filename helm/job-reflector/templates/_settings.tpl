{{/* The lease's name; the operator's own default where the release has the chart's name. */}}
{{- define "job-reflector.leaseName" -}}
{{- default (include "job-reflector.fullname" .) .Values.settings.leaseName -}}
{{- end -}}

{{- define "job-reflector.leaseNamespace" -}}
{{- default .Release.Namespace .Values.settings.leaseNamespace -}}
{{- end -}}

{{/* The container's environment: of each setting that is not the operator's default, its variable. */}}
{{- define "job-reflector.env" -}}
{{- $defaults := dict "leaderElection" true "httpPort" 8080 "leaseName" "job-reflector" -}}
{{- $settings := merge (dict "leaseName" (include "job-reflector.leaseName" .)) .Values.settings -}}
{{- $env := list -}}
{{- range $name, $value := $settings -}}
{{- $text := $value -}}
{{- if kindIs "invalid" $value -}}
{{- $text = "" -}}
{{- else if kindIs "slice" $value -}}
{{- $text = join "," $value -}}
{{- else if not (kindIs "string" $value) -}}
{{- $text = toJson $value -}}
{{- end -}}
{{- if and $text (ne $text (toString (get $defaults $name))) -}}
{{- $variable := printf "JOBREFLECTOR_%s" (snakecase $name | upper) -}}
{{- $env = append $env (dict "name" $variable "value" $text) -}}
{{- end -}}
{{- end -}}
{{- $given := list -}}
{{- range .Values.extraEnv -}}
{{- $given = append $given .name -}}
{{- end -}}
{{- /* STS, which IRSA asks, takes it from here. */ -}}
{{- if and .Values.settings.region (not (has "AWS_REGION" $given)) -}}
{{- $env = append $env (dict "name" "AWS_REGION" "value" .Values.settings.region) -}}
{{- end -}}
{{- with .Values.javaToolOptions -}}
{{- $env = append $env (dict "name" "JAVA_TOOL_OPTIONS" "value" .) -}}
{{- end -}}
{{- with concat $env .Values.extraEnv -}}
{{- toYaml . -}}
{{- end -}}
{{- end -}}
