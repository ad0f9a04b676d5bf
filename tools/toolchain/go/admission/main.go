// Command admission says what the API server would say about rendered manifests, without a server:
// it decodes and validates them with the server's own code, holds pods against the Pod Security
// Standards, evaluates ValidatingAdmissionPolicies, and compares with what was rendered before.
//
// It reads [{"name": ..., "manifests": ...}] from standard input and prints a Report as JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// folders is a flag that may be given several times.
type folders []string

func (f *folders) String() string { return strings.Join(*f, ",") }

func (f *folders) Set(value string) error {
	*f = append(*f, value)
	return nil
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "admission: %v\n", err)
		os.Exit(1)
	}
}

// run is one call of the program. Findings are no error.
func run(args []string, stdin io.Reader, stdout io.Writer) error {
	flags := flag.NewFlagSet("admission", flag.ContinueOnError)
	var policyFolders folders
	flags.Var(&policyFolders, "policies", "folder of ValidatingAdmissionPolicies and bindings (*.yaml); may be repeated")
	checkTypes := flags.Bool("check-types", false, "hold the policies' expressions against the types that they match; takes more than a second")
	level := flags.String("pod-security", "off", "level of the Pod Security Standards: restricted, baseline or off")
	oldFile := flags.String("old", "", "file with the renders that are deployed now, in the form of standard input")
	version := flags.Bool("version", false, "print the version of Kubernetes and end")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *version {
		_, err := fmt.Fprintln(stdout, gitVersion)
		return err
	}
	asked := question{}
	var err error
	if asked.renders, err = readRenders(stdin); err != nil {
		return fmt.Errorf("read renders from standard input: %w", err)
	}
	if *level != "off" {
		if asked.security, err = newPodSecurity(*level); err != nil {
			return err
		}
	}
	if len(policyFolders) > 0 {
		if asked.policies, err = readPolicies(policyFolders); err != nil {
			return err
		}
		if *checkTypes {
			asked.policies.checkTypes()
		}
	}
	if *oldFile != "" {
		file, err := os.Open(*oldFile)
		if err != nil {
			return err
		}
		defer file.Close()
		if asked.old, err = readRenders(file); err != nil {
			return fmt.Errorf("read the old renders from %s: %w", *oldFile, err)
		}
	}
	report, err := judge(asked)
	if err != nil {
		return err
	}
	if asked.policies != nil {
		report.PolicyFaults = append(report.PolicyFaults, asked.policies.faults...)
	}
	return json.NewEncoder(stdout).Encode(report)
}

func readRenders(reader io.Reader) ([]Render, error) {
	renders := []Render{}
	err := json.NewDecoder(reader).Decode(&renders)
	return renders, err
}
