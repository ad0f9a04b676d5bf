{{- /* Rule for a direction (from, to), its peers and TCP ports: (list direction peers ports). */ -}}
{{- define "common.lib.network.rule" -}}
{{ index . 0 }}:
  {{- range index . 1 | uniq }}
  - {{ . | nindent 4 | trim }}
  {{- end }}
ports:
  {{- range index . 2 }}
  - { protocol: TCP, port: {{ . }} }
  {{- end }}
{{- end -}}

{{- /* Egress rule for DNS. */ -}}
{{- define "common.lib.network.dnsRule" -}}
to:
  {{- range include "common.lib.network.partyPeers" .svc.networkPolicy.dns | fromJsonArray }}
  - {{ . | nindent 4 | trim }}
  {{- end }}
ports:
  - { protocol: UDP, port: 53 }
  - { protocol: TCP, port: 53 }
{{- end -}}

{{- /* Rules for who may call the service's pods. Pods of a CronJob or Job answer nobody. */ -}}
{{- define "common.lib.network.ingressRules" -}}
{{- if has .svc.kind (list "Deployment" "StatefulSet") -}}
{{- $context := . -}}
{{- $policy := .svc.networkPolicy -}}
{{- $callers := list -}}
{{- range (include "common.lib.network.exposures" . | fromJson).items -}}{{- $callers = concat $callers (include "common.lib.network.partyPeers" (.controller | default $policy.ingressController) | fromJsonArray) -}}{{- end -}}
{{- range $policy.from -}}
  {{- $callers = append $callers (hasKey . "cidr" | ternary (include "common.lib.network.addressPeer" .cidr) (include "common.lib.network.servicePeer" (list $context (.service | default "") .namespace))) -}}
{{- end -}}
{{- if .svc.peers.setting -}}{{- $callers = append $callers (include "common.lib.network.ownPeer" .) -}}{{- end -}}
{{- if .svc.test.enabled -}}{{- $callers = append $callers (include "common.lib.network.ownPeer" (merge (dict "component" "test") .)) -}}{{- end -}}
{{- with $callers }}
- {{ include "common.lib.network.rule" (list "from" . (list $context.svc.ports.http)) | nindent 2 | trim }}
{{- end }}
{{- $isScraped := or .svc.monitoring.podMonitor.enabled .svc.monitoring.serviceMonitor.enabled }}
{{- if ternary $policy.monitoring.enabled $isScraped (hasKey $policy.monitoring "enabled") }}
- {{ include "common.lib.network.rule" (list "from" (include "common.lib.network.partyPeers" $policy.monitoring | fromJsonArray) (list .svc.ports.metrics)) | nindent 2 | trim }}
{{- end }}
{{- end -}}
{{- end -}}

{{- /* Rules for whom the pods may call: DNS, upstreams, peers, named addresses. */ -}}
{{- define "common.lib.network.egressRules" -}}
{{- $context := . -}}
- {{ include "common.lib.network.dnsRule" . | nindent 2 | trim }}
{{- range $name, $upstream := .svc.upstreams }}
- {{ include "common.lib.network.rule" (list "to" (list (include "common.lib.network.servicePeer" (list $context $name $upstream.namespace))) (list ($upstream.port | default 5000))) | nindent 2 | trim }}
{{- end }}
{{- if .svc.peers.setting }}
- {{ include "common.lib.network.rule" (list "to" (list (include "common.lib.network.ownPeer" .)) (list .svc.ports.http)) | nindent 2 | trim }}
{{- end }}
{{- range .svc.networkPolicy.to }}
- {{ include "common.lib.network.rule" (list "to" (list (include "common.lib.network.addressPeer" .cidr)) .ports) | nindent 2 | trim }}
{{- end }}
{{- end -}}
