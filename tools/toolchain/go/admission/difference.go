package main

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
)

// difference is one place where two objects are not alike; values are JSON, cut short where long.
type difference struct {
	path, old, new string
}

// A value of more characters says no more in a message.
const longestValue = 160

// differences lists the smallest places below a JSON pointer that differ, in order.
func differences(before, after any, pointer string) []difference {
	segments := splitPointer(pointer)
	return diff(valueAt(before, segments), valueAt(after, segments), pointer)
}

func diff(before, after any, path string) []difference {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	if old, ok := before.(map[string]any); ok {
		if now, ok := after.(map[string]any); ok {
			keys := slices.Sorted(maps.Keys(union(old, now)))
			var found []difference
			for _, key := range keys {
				found = append(found, diff(old[key], now[key], path+"/"+pointerEscapes.Replace(key))...)
			}
			return found
		}
	}
	if old, ok := before.([]any); ok {
		if now, ok := after.([]any); ok && len(old) == len(now) {
			var found []difference
			for i := range old {
				found = append(found, diff(old[i], now[i], path+"/"+strconv.Itoa(i))...)
			}
			return found
		}
	}
	return []difference{{path, shown(before), shown(after)}}
}

func union(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func shown(value any) string {
	if value == nil {
		return "nothing"
	}
	text, _ := json.Marshal(value)
	if len(text) > longestValue {
		return string(text[:longestValue]) + "…"
	}
	return string(text)
}

// asTree is an object as plain JSON values; status is left out.
func asTree(object runtime.Object) any {
	text, err := json.Marshal(object)
	if err != nil {
		return nil
	}
	tree := map[string]any{}
	if json.Unmarshal(text, &tree) != nil {
		return nil
	}
	delete(tree, "status")
	return tree
}

// valueAt follows the segments of a pointer as far as there is something.
func valueAt(tree any, segments []string) any {
	for _, segment := range segments {
		switch value := tree.(type) {
		case map[string]any:
			tree = value[segment]
		case []any:
			index, err := strconv.Atoi(segment)
			if err != nil || index < 0 || index >= len(value) {
				return nil
			}
			tree = value[index]
		default:
			return nil
		}
	}
	return tree
}

// setField makes one field of a tree what it is in another.
func setField(tree, from any, segments []string) {
	parent, ok := valueAt(tree, segments[:len(segments)-1]).(map[string]any)
	if !ok {
		return
	}
	last := segments[len(segments)-1]
	if value := valueAt(from, segments); value == nil {
		delete(parent, last)
	} else {
		parent[last] = value
	}
}

func splitPointer(pointer string) []string {
	if pointer == "" {
		return nil
	}
	segments := strings.Split(pointer[1:], "/")
	for i, segment := range segments {
		segments[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(segment)
	}
	return segments
}
