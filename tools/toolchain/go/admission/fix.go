package main

import "strings"

// immutableFix says what to do about a field that a live object cannot change.
func immutableFix(kind, path string) string {
	switch {
	case kind == "StatefulSet":
		return "keep the old value; or, where it must change, delete the StatefulSet with --cascade=orphan before the upgrade (its pods and claims stay)" +
			claimFix(path)
	case kind == "PersistentVolumeClaim":
		return "keep the old value; a claim can only grow, where its storage class allows it: anything else is a new claim and a copy of the data"
	case kind == "Service":
		return "keep the old value; or give the Service another name, or delete it before the upgrade (it has no address meanwhile)"
	case kind == "Job":
		return "put a hash of the content into the name, or make it a hook with hook-delete-policy before-hook-creation"
	case strings.HasPrefix(path, "/spec/selector"):
		return "keep the old labels; or give the workload another name, so that both run until the old one is removed"
	default:
		return "keep the old value, or give the object another name"
	}
}

func claimFix(path string) string {
	if strings.HasPrefix(path, "/spec/volumeClaimTemplates") {
		return "; existing claims keep what they have and are enlarged one by one"
	}
	return ""
}

// firstSentence leaves out the dump of the whole object that some answers end in.
func firstSentence(message string) string {
	line, _, _ := strings.Cut(message, "\n")
	return line
}

// uniqueByPath keeps the first finding of each place.
func uniqueByPath(findings []Finding) []Finding {
	seen := map[string]bool{}
	var kept []Finding
	for _, finding := range findings {
		if !seen[finding.Path] {
			seen[finding.Path] = true
			kept = append(kept, finding)
		}
	}
	return kept
}
