package main

import "strings"

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// toPointer turns a path as the API server writes it (`spec.ports[0].name`, `metadata.labels[a.b/c]`)
// into a JSON pointer.
func toPointer(path string) string {
	var pointer, segment strings.Builder
	flush := func() {
		if segment.Len() > 0 {
			pointer.WriteString("/" + pointerEscapes.Replace(segment.String()))
			segment.Reset()
		}
	}
	isKey := false
	for _, char := range path {
		switch {
		case char == '[' && !isKey:
			flush()
			isKey = true
		case char == ']' && isKey:
			flush()
			isKey = false
		case char == '.' && !isKey:
			flush()
		default:
			segment.WriteRune(char)
		}
	}
	flush()
	return pointer.String()
}
