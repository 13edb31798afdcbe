// Package audit keeps tags in a context, which every goroutine of a request has.
package audit

import (
	"context"
	"maps"
)

type key struct{}

func tagsOf(ctx context.Context) map[string]string {
	tags, _ := ctx.Value(key{}).(map[string]string)
	return tags
}

// The map of the outer context is changed, then put in the new one.
func TagBad(ctx context.Context, name, value string) context.Context {
	tags := tagsOf(ctx)
	if tags == nil {
		tags = make(map[string]string)
	}
	tags[name] = value // want shared-map-mutation "a context's value"
	return context.WithValue(ctx, key{}, tags)
}

func TagOk(ctx context.Context, name, value string) context.Context {
	tags := maps.Clone(tagsOf(ctx))
	if tags == nil {
		tags = make(map[string]string)
	}
	tags[name] = value
	return context.WithValue(ctx, key{}, tags)
}

// A map put in the context to be changed: nobody else may have it, by default nothing is said.
func SetOk(ctx context.Context, name, value string) {
	if tags := tagsOf(ctx); tags != nil {
		tags[name] = value
	}
}
