// Package dns stands in for lego's DNS providers, which a local ingress does not need and which pull in
// dozens of cloud SDKs.
package dns

import (
	"fmt"

	"github.com/go-acme/lego/v5/challenge"
)

// NewDNSChallengeProviderByName refuses every provider.
func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
	return nil, fmt.Errorf("DNS challenge provider %q: not part of this build", name)
}
