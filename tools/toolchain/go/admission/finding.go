package main

// Render is one set of manifests as Helm printed it.
type Render struct {
	Name      string `json:"name"`
	Manifests string `json:"manifests"`
}

// ObjectRef names an object of a render.
type ObjectRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name"`
}

// Finding is one fault; its form is CheckerFinding of tools/contracts.
type Finding struct {
	Render    string    `json:"render"`
	Rule      string    `json:"rule"`
	Severity  string    `json:"severity"`
	Object    ObjectRef `json:"object"`
	Container string    `json:"container,omitempty"`
	Path      string    `json:"path,omitempty"`
	Message   string    `json:"message"`
	Fix       string    `json:"fix,omitempty"`
}

// PolicyFault is something wrong with a file of policies.
type PolicyFault struct {
	File       string `json:"file"`
	Policy     string `json:"policy,omitempty"`
	Path       string `json:"path,omitempty"`
	Expression string `json:"expression,omitempty"`
	Message    string `json:"message"`
}

// Report is what the program prints.
type Report struct {
	Findings []Finding `json:"findings"`
	// NotLookedAt names kinds of groups that Kubernetes itself does not have, once each.
	NotLookedAt []string `json:"notLookedAt"`
	// PolicyFaults stop the evaluation of policies.
	PolicyFaults []PolicyFault `json:"policyFaults"`
	// Objects is the number of objects that were judged.
	Objects int `json:"objects"`
}

const (
	severityError   = "error"
	severityWarning = "warning"
)
