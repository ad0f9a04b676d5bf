{{- /* An image, and its digest where the environment asks for one. */ -}}
{{- define "common.lib.validate.image" -}}
{{- $global := dig "slipway" dict (.svc.global | default dict) -}}
{{- if not .svc.image.repository }}
image.repository is empty: name the repository of the service's image.
{{- end }}
{{- if and $global.requireDigest (not .svc.image.digest) }}
image.digest is empty and global.slipway.requireDigest is true: give the sha256:… of the image; a tag is no identity.
{{- end }}
{{- end -}}
