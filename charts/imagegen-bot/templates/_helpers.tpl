{{- define "imagegen.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "imagegen.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "imagegen.labels" -}}
{{ include "imagegen.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "imagegen.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "imagegen.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "imagegen.fullname" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end }}

{{/* The settings as the bot reads them: the values' config, with the Ingress's address where it names none. */}}
{{- define "imagegen.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if and .Values.ingress.enabled (not (hasKey $config "PublicBaseUrl")) -}}
{{- $config = set $config "PublicBaseUrl" (printf "%s://%s" (ternary "https" "http" .Values.ingress.tls.enabled) .Values.ingress.host) -}}
{{- end -}}
{{- toPrettyJson $config -}}
{{- end }}

{{/* "true" or "": state in Redis, so in any number of processes. */}}
{{- define "imagegen.onRedis" -}}
{{- if eq (dig "State" "Provider" "Sqlite" .Values.config) "Redis" }}true{{ end -}}
{{- end }}

{{/* "true" or "": pods share one folder of pictures. */}}
{{- define "imagegen.sharesPictures" -}}
{{- if and (include "imagegen.onRedis" .) (eq (dig "Storage" "Provider" "Disk" .Values.config) "Disk") }}true{{ end -}}
{{- end }}

{{/* What pods other than those of the StatefulSet, which claims its own, mount at /data: a claim's name or "". */}}
{{- define "imagegen.claim" -}}
{{- if .Values.persistence.existingClaim -}}
{{ .Values.persistence.existingClaim }}
{{- else if include "imagegen.sharesPictures" . -}}
{{ include "imagegen.fullname" . }}
{{- end -}}
{{- end }}

{{/* How long a stopping process takes at most: running jobs, then two seconds for the host, and some to spare. */}}
{{- define "imagegen.stopSeconds" -}}
{{- add (dig "Worker" "ShutdownSeconds" 25 .Values.config | int) 5 -}}
{{- end }}
