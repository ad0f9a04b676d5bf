{{- /*
"true" when a value is a secret by the name of what takes it: (list name value). What a name says about a secret (its
file, length, header ...) is none, nor is a number where names count, true or false, or a reference such as $(NAME).
*/ -}}
{{- define "common.lib.secrets.isNamed" -}}
{{- $name := regexReplaceAll "([a-z0-9])([A-Z])" (index . 0) "${1}_${2}" | upper | replace "-" "_" | replace "." "_" -}}
{{- $text := include "common.lib.secrets.literal" (index . 1) -}}
{{- $names := regexMatch "(SECRET|PASSW|PASSPHRASE|TOKEN|CREDENTIAL|(PRIVATE|API|ACCESS|INTEGRATION|ENCRYPTION|SIGNING|MASTER|SHARED|ACCOUNT|HMAC|SSH|JWT|SESSION|COOKIE)_?KEY|._PASS$|._PWD$|^_*PASS$)" $name -}}
{{- $tells := regexMatch "(TOKENI[SZ]|PASSWORDLESS|SECRETAR|_(FILE|PATH|DIR|FOLDER|NAME|URL|URI|ENDPOINT|HOST|PORT|MS|SECONDS|MINUTES|HOURS|DAYS|TTL|LIFETIME|EXPIRY|EXPIRATION|TIMEOUT|LENGTH|SIZE|COUNT|LIMIT|MIN|MAX|ENABLED|REQUIRED|POLICY|ALGORITHM|TYPE|HEADER|ISSUER|AUDIENCE|PROVIDER|PREFIX|FORMAT|VERSION|ENV)$)" $name -}}
{{- $counts := and (regexMatch "(TOKENS|(^|_)(MAX|MIN|NUM|COUNT|LIMIT)_)" $name) (regexMatch "^[0-9.]+$" $text) -}}
{{- if and $names $text (not (or $tells $counts (has $text (list "true" "false")))) -}}true{{- end -}}
{{- end -}}

{{- /* "true" when a value is a secret by its look. */ -}}
{{- define "common.lib.secrets.looks" -}}
{{- if regexMatch (include "common.lib.secrets.pattern" .) (include "common.lib.secrets.literal" .) -}}true{{- end -}}
{{- end -}}

{{- /* A value as text, without the references to settings in it. */ -}}
{{- define "common.lib.secrets.literal" -}}
{{- regexReplaceAll "\\$(\\([^)]*\\)|\\{[^}]*\\})" (include "common.lib.container.text" .) "" | trim -}}
{{- end -}}

{{- /* What secrets look like: private keys, addresses and connection strings with a password, tokens of known issuers. */ -}}
{{- define "common.lib.secrets.pattern" -}}
-----BEGIN [A-Z ]*PRIVATE KEY|://[^/@:\s"]*:[^/@\s"]+@|(?i:\b(password|pwd|accountkey|sharedaccesskey)=[^;&\s"\\]+)|\b(gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|AKIA|ASIA|[rs]k_live_|AIza|hvs\.)[-_A-Za-z0-9]{12,}|\beyJ[-_A-Za-z0-9]{8,}\.eyJ[-_A-Za-z0-9]{8,}\.|\b(Bearer|Basic) +([-._~+/A-Za-z0-9]{20,}|[+/A-Za-z0-9]{4,}=)
{{- end -}}

{{- /* Sets in a map the keys below which a value looks like a secret: (list map key value). */ -}}
{{- define "common.lib.secrets.collect" -}}
{{- $faults := index . 0 -}}
{{- $key := index . 1 -}}
{{- $value := index . 2 -}}
{{- if kindIs "map" $value -}}
  {{- range $name, $part := $value -}}{{- include "common.lib.secrets.collect" (list $faults (list $key $name | compact | join ".") $part) -}}{{- end -}}
{{- else if kindIs "slice" $value -}}
  {{- range $index, $part := $value -}}{{- include "common.lib.secrets.collect" (list $faults (printf "%s[%d]" $key $index) $part) -}}{{- end -}}
{{- else if include "common.lib.secrets.looks" $value -}}
  {{- $_ := set $faults $key true -}}
{{- end -}}
{{- end -}}
