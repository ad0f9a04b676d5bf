package main

import "strings"

// question says what renders are held against.
type question struct {
	renders  []Render
	old      []Render
	security *podSecurity
	policies *policySet
}

// judge holds every object of every render against everything that was asked for.
func judge(asked question) (Report, error) {
	report := Report{Findings: []Finding{}, NotLookedAt: []string{}, PolicyFaults: []PolicyFault{}}
	unknown := map[string]bool{}
	var judged []document
	for _, render := range asked.renders {
		documents, err := readDocuments(render)
		if err != nil {
			return report, err
		}
		for _, doc := range documents {
			kind := doc.head.GroupVersionKind()
			if !isBuiltIn(kind.Group) {
				if name := doc.head.GetAPIVersion() + " " + kind.Kind; !unknown[name] {
					unknown[name] = true
					report.NotLookedAt = append(report.NotLookedAt, name)
				}
				continue
			}
			report.Objects++
			judged = append(judged, doc)
			report.Findings = append(report.Findings, judgeObject(doc, asked)...)
		}
	}
	if asked.old != nil {
		findings, err := compare(asked.old, judged)
		if err != nil {
			return report, err
		}
		report.Findings = append(report.Findings, findings...)
	}
	return report, nil
}

func judgeObject(doc document, asked question) []Finding {
	object, findings := decode(doc)
	if object == nil {
		return findings
	}
	kind := doc.head.GroupVersionKind()
	if rules, known := strategies[kind.GroupKind()]; known {
		_, faults, warned := create(object, kind, rules)
		for _, each := range faults {
			findings = append(findings, Finding{doc.render, "validation", severityError, doc.ref(), "", toPointer(each.field), each.message, ""})
		}
		for _, text := range warned {
			path, message := splitWarning(text)
			findings = append(findings, Finding{doc.render, "validation", severityWarning, doc.ref(), "", path, message, ""})
		}
	}
	if asked.security != nil {
		findings = append(findings, asked.security.judge(doc, object)...)
	}
	if asked.policies != nil {
		findings = append(findings, asked.policies.evaluate(doc, object)...)
	}
	return findings
}

// splitWarning takes the field from a warning: `spec.x.y: message`.
func splitWarning(text string) (path, message string) {
	field, rest, found := strings.Cut(text, ": ")
	if found && !strings.Contains(field, " ") && strings.Contains(field, ".") {
		return toPointer(field), rest
	}
	return "", text
}
