package main

import "fmt"

// gitVersion is the version of Kubernetes that this program judges by; the linker sets it.
var gitVersion = "v1.36.3"

var kubernetesMajor, kubernetesMinor = majorAndMinor(gitVersion)

func majorAndMinor(version string) (major, minor int) {
	if _, err := fmt.Sscanf(version, "v%d.%d", &major, &minor); err != nil {
		panic(fmt.Sprintf("version %q: %v", version, err))
	}
	return major, minor
}

// isPast says whether a release (`1.25`) is this program's version or older; "" is none.
func isPast(release string) bool {
	if release == "" {
		return false
	}
	major, minor := majorAndMinor("v" + release)
	return major < kubernetesMajor || major == kubernetesMajor && minor <= kubernetesMinor
}
