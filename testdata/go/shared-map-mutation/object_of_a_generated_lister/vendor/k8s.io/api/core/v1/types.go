// Package v1 stands for the library: objects have labels.
package v1

type ObjectMeta struct {
	Name   string
	Labels map[string]string
}

type Node struct {
	ObjectMeta
}
