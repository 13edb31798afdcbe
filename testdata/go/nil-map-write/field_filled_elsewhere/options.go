// Package options writes to fields of structs that somebody else may have filled: a decoder, another
// function literal.
package options

import (
	"encoding/json"
	"maps"
)

type Options struct {
	Env map[string]string
}

func Default() Options {
	return Options{Env: map[string]string{}}
}

func DecodedOk(text string) (Options, error) {
	var o Options
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return o, err
	}
	o.Env["a"] = "b"
	return o, nil
}

func DecodedPointerOk(text string) (*Options, error) {
	o := &Options{}
	if err := json.Unmarshal([]byte(text), o); err != nil {
		return nil, err
	}
	o.Env["a"] = "b"
	return o, nil
}

func AssignedInLiteralOk(before func(func())) Options {
	var o Options
	before(func() {
		o = Default()
	})
	before(func() {
		o.Env["a"] = "b"
	})
	return o
}

func FieldAssignedInLiteralOk(before func(func())) *Options {
	o := &Options{}
	before(func() {
		o.Env = map[string]string{}
	})
	before(func() {
		o.Env["a"] = "b"
	})
	return o
}

func DeletedOk() Options {
	var o Options
	maps.DeleteFunc(o.Env, func(k, v string) bool { return k == v })
	return o
}

func PrintedBad() Options {
	var o Options
	_, _ = json.Marshal(o.Env)
	o.Env["a"] = "b" // want nil-map-write "`o.Env`"
	return o
}

func CopiedBad(from map[string]string) Options {
	var o Options
	maps.Copy(o.Env, from) // want nil-map-write "`o.Env`"
	return o
}
