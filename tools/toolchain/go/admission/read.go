package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// document is one object as it stands in a render.
type document struct {
	render string
	// text is the YAML as rendered (or an item of a list), needed to find keys that stand twice.
	text []byte
	head unstructured.Unstructured
}

func (d document) ref() ObjectRef {
	return ObjectRef{APIVersion: d.head.GetAPIVersion(), Kind: d.head.GetKind(), Namespace: d.head.GetNamespace(), Name: d.head.GetName()}
}

// readDocuments splits multi-document YAML; empty documents are left out and lists are taken apart.
func readDocuments(render Render) ([]document, error) {
	reader := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(render.Manifests)))
	var documents []document
	for index := 1; ; index++ {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read render %s, document %d: %w", render.Name, index, err)
		}
		content := map[string]any{}
		if err := yaml.Unmarshal(text, &content); err != nil {
			return nil, fmt.Errorf("read render %s, document %d: %w", render.Name, index, err)
		}
		if len(content) == 0 {
			continue
		}
		each, err := takeApart(document{render.Name, text, unstructured.Unstructured{Object: content}})
		if err != nil {
			return nil, fmt.Errorf("read render %s, document %d: %w", render.Name, index, err)
		}
		documents = append(documents, each...)
	}
}

// takeApart gives the items of a list, and those of lists within it; anything else is given as it is.
func takeApart(doc document) ([]document, error) {
	if !doc.head.IsList() {
		return []document{doc}, nil
	}
	var documents []document
	err := doc.head.EachListItem(func(item runtime.Object) error {
		head := item.(*unstructured.Unstructured)
		text, err := head.MarshalJSON()
		if err != nil {
			return err
		}
		below, err := takeApart(document{doc.render, text, *head})
		documents = append(documents, below...)
		return err
	})
	return documents, err
}
