{{/* The pod of one part: root, part (its component), roles, resources. */}}
{{- define "imagegen.pod" -}}
{{- $v := .root.Values -}}
{{- $web := contains "web" .roles -}}
{{- $sleep := 5 -}}
metadata:
  labels:
    {{- include "imagegen.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .part }}
    {{- with $v.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ include "imagegen.config" .root | sha256sum }}
    checksum/secrets: {{ toJson $v.secrets | sha256sum }}
    {{- with $v.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "imagegen.serviceAccountName" .root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $v.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- toYaml $v.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ add (include "imagegen.stopSeconds" .root) (ternary $sleep 0 $web) }}
  containers:
    - name: bot
      image: {{ include "imagegen.image" .root }}
      imagePullPolicy: {{ $v.image.pullPolicy }}
      securityContext:
        {{- toYaml $v.securityContext | nindent 8 }}
      {{- if or $v.secrets $v.existingSecret }}
      envFrom:
        {{- if $v.secrets }}
        - secretRef:
            name: {{ include "imagegen.fullname" .root }}
        {{- end }}
        {{- with $v.existingSecret }}
        - secretRef:
            name: {{ . }}
        {{- end }}
      {{- end }}
      env:
        - name: Roles
          value: {{ .roles }}
        {{- with $v.otlp.endpoint }}
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: OTEL_EXPORTER_OTLP_ENDPOINT
          value: {{ . | quote }}
        - name: OTEL_EXPORTER_OTLP_PROTOCOL
          value: {{ $v.otlp.protocol }}
        - name: OTEL_RESOURCE_ATTRIBUTES
          value: service.instance.id=$(POD_NAME),k8s.namespace.name={{ $.root.Release.Namespace }}
        {{- end }}
        {{- with $v.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - name: http
          containerPort: 8080
      {{- if $web }}
      # Chat platforms do not call twice: no request is to come while the Service still sends them here.
      lifecycle:
        preStop:
          sleep:
            seconds: {{ $sleep }}
      {{- end }}
      startupProbe:
        httpGet:
          path: /healthz/live
          port: http
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet:
          path: /healthz/live
          port: http
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        httpGet:
          path: /healthz/ready
          port: http
        periodSeconds: 5
        timeoutSeconds: 5
      resources:
        {{- toYaml (.resources | default $v.resources) | nindent 8 }}
      volumeMounts:
        - name: config
          mountPath: /app/appsettings.json
          subPath: appsettings.json
          readOnly: true
        - name: data
          mountPath: /data
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: config
      configMap:
        name: {{ include "imagegen.fullname" .root }}
    - name: tmp
      emptyDir: {}
    {{- if include "imagegen.claim" .root }}
    - name: data
      persistentVolumeClaim:
        claimName: {{ include "imagegen.claim" .root }}
    {{- else if or (include "imagegen.onRedis" .root) (not $v.persistence.enabled) }}
    - name: data
      emptyDir: {}
    {{- end }}
  {{- if include "imagegen.onRedis" .root }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "imagegen.selectorLabels" .root | nindent 10 }}
          app.kubernetes.io/component: {{ .part }}
  {{- end }}
  {{- with $v.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $v.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $v.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
