{{/* Refuses values that contradict each other; all faults at once. */}}
{{- define "imagegen.validate" -}}
{{- $faults := list -}}
{{- $v := .Values -}}
{{- $redis := include "imagegen.onRedis" . -}}
{{- range $key := list "Roles" "DataPath" "urls" "http_ports" "https_ports" -}}
{{- if hasKey $v.config $key -}}
{{- $faults = append $faults (printf "config.%s is set by the chart; remove it" $key) -}}
{{- end -}}
{{- end -}}
{{- range $part := list "web" "worker" -}}
{{- $values := index $v $part -}}
{{- $scales := $values.autoscaling.enabled -}}
{{- if and (not $redis) (gt (int ($values.replicas | default 1)) 1) -}}
{{- $faults = append $faults (printf "%s.replicas is %d, and on SQLite one process does everything; set config.State.Provider to Redis for more" $part (int $values.replicas)) -}}
{{- end -}}
{{- if and (not $redis) $scales -}}
{{- $faults = append $faults (printf "%s.autoscaling needs config.State.Provider=Redis; on SQLite one process does everything" $part) -}}
{{- end -}}
{{- if and $scales $values.replicas -}}
{{- $faults = append $faults (printf "%s.replicas and %s.autoscaling contradict each other; set one" $part $part) -}}
{{- end -}}
{{- if and $scales (gt (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas)) -}}
{{- $faults = append $faults (printf "%s.autoscaling.minReplicas is more than maxReplicas" $part) -}}
{{- end -}}
{{- end -}}
{{- $connection := dig "State" "Redis" "ConnectionString" "" $v.config -}}
{{- $names := list -}}
{{- range $v.env }}{{ $names = append $names .name }}{{ end -}}
{{- if and $redis (not (or $connection $v.secrets.State__Redis__ConnectionString $v.existingSecret (has "State__Redis__ConnectionString" $names))) -}}
{{- $faults = append $faults "config.State.Provider is Redis, and nothing says where it is; set secrets.State__Redis__ConnectionString, or existingSecret to a Secret that has it" -}}
{{- end -}}
{{- if contains "password=" (lower $connection) -}}
{{- $faults = append $faults "config.State.Redis.ConnectionString holds a password; put it into secrets.State__Redis__ConnectionString" -}}
{{- end -}}
{{- if and (include "imagegen.sharesPictures" .) (not $v.persistence.existingClaim) (or (not $v.persistence.enabled) (ne $v.persistence.accessMode "ReadWriteMany")) -}}
{{- $faults = append $faults "on Redis with config.Storage.Provider=Disk all pods share the pictures' folder; set persistence.accessMode to ReadWriteMany, or persistence.existingClaim to such a claim, or another store" -}}
{{- end -}}
{{- if and $v.worker.autoscaling.enabled (eq $v.worker.autoscaling.by "queue") (not $v.worker.autoscaling.queue.redis.address) -}}
{{- $faults = append $faults "worker.autoscaling.by is queue, and KEDA must be told where Redis is; set worker.autoscaling.queue.redis.address, such as redis.default.svc:6379" -}}
{{- end -}}
{{- if and $v.ingress.enabled (not $v.ingress.host) -}}
{{- $faults = append $faults "ingress.host is missing, such as images.example.com" -}}
{{- end -}}
{{- range $path := fromJsonArray (include "imagegen.secretsIn" (dict "config" $v.config "path" list)) -}}
{{- $faults = append $faults (printf "config.%s is a secret; put it into secrets.%s" (join "." $path) (join "__" $path)) -}}
{{- end -}}
{{- if $faults -}}
{{- fail (printf "\n\nThe values are wrong:\n  - %s\n" (join "\n  - " $faults)) -}}
{{- end -}}
{{- end }}

{{/* The paths of settings below "config" that are secret, as JSON. A ConfigMap is for everybody to read. */}}
{{- define "imagegen.secretsIn" -}}
{{- $found := list -}}
{{- $secret := list "bottoken" "signingsecret" "clientsecret" "apikey" "secretaccesskey" "password" "useridsecret" -}}
{{- range $key, $value := .config -}}
{{- $path := append $.path $key -}}
{{- if kindIs "map" $value -}}
{{- $found = concat $found (fromJsonArray (include "imagegen.secretsIn" (dict "config" $value "path" $path))) -}}
{{- else if or (has (lower $key) $secret) (eq (lower (join "." $.path)) "api.keys") -}}
{{- $found = append $found $path -}}
{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end }}
