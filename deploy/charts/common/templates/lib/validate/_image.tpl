{{- /* An image, and its digest where the environment asks for one. */ -}}
{{- define "common.lib.validate.image" -}}
{{- $image := .svc.image -}}
{{- $global := dig "slipway" dict (.svc.global | default dict) -}}
{{- if not $image.repository }}
{{ hasKey $image "given" | ternary "image" "image.repository" }} is empty: name the repository of the service's image.
{{- end }}
{{- if and $global.requireDigest (not $image.digest) }}
{{- if hasKey $image "given" }}
image is {{ $image.given }} without a digest and global.slipway.requireDigest is true: add @sha256:… of the image; a tag is no identity.
{{- else }}
image.digest is empty and global.slipway.requireDigest is true: give the sha256:… of the image; a tag is no identity.
{{- end }}
{{- end }}
{{- end -}}
