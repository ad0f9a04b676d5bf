// Package ext stands in for a folder that Traefik's published module leaves out.
package ext

// HTTP is an extension point that stays empty here.
type HTTP struct{}

// Router is an extension point that stays empty here.
type Router struct{}
