// Command calico is the two programs of Calico that a node needs to enforce NetworkPolicies, in one
// binary: the CNI plugin `calico` and the agent `calico-felix`. It acts by the name it is called with.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/projectcalico/calico/cni-plugin/pkg/plugin"
	"github.com/projectcalico/calico/felix/buildinfo"
	"github.com/projectcalico/calico/felix/daemon"
)

// configFile is where felix would look for settings beside its environment; it may be absent, and is.
const configFile = "/etc/calico/felix.cfg"

func main() {
	switch name := filepath.Base(os.Args[0]); name {
	case "calico":
		plugin.Main(buildinfo.GitVersion)
	case "calico-felix":
		if len(os.Args) > 1 && os.Args[1] == "--version" {
			fmt.Println(buildinfo.GitVersion)
			return
		}
		daemon.Run(configFile, buildinfo.GitVersion, buildinfo.GitRevision, buildinfo.BuildDate)
	default:
		fmt.Fprintf(os.Stderr, "calico: there is no program %s; call it calico or calico-felix\n", name)
		os.Exit(64)
	}
}
