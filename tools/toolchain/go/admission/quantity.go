package main

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Maps whose values are all quantities; the decoder does not say where the wrong one stands.
var quantityMaps = map[string]bool{"limits": true, "requests": true, "capacity": true, "hard": true, "max": true, "min": true, "default": true, "defaultRequest": true, "overhead": true}

// findQuantity gives place and text of the first quantity that cannot be read; "" where there is none.
func findQuantity(value any, path string) (place, text string) {
	switch typed := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(typed)) {
			below := path + "/" + pointerEscapes.Replace(key)
			if each, isText := typed[key].(string); isText && (key == "sizeLimit" || quantityMaps[lastSegment(path)]) {
				if _, err := resource.ParseQuantity(each); err != nil {
					return below, each
				}
			}
			if place, text := findQuantity(typed[key], below); place != "" {
				return place, text
			}
		}
	case []any:
		for index, each := range typed {
			if place, text := findQuantity(each, fmt.Sprintf("%s/%d", path, index)); place != "" {
				return place, text
			}
		}
	}
	return "", ""
}

func lastSegment(pointer string) string {
	segments := splitPointer(pointer)
	if len(segments) == 0 {
		return ""
	}
	return segments[len(segments)-1]
}
