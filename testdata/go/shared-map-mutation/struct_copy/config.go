// Package config makes variants of a struct by copying it, which shares the maps inside.
package config

import "maps"

type Meta struct {
	Labels map[string]string
}

type Config struct {
	Meta
	Name string
	Env  map[string]string
}

// A copy of a struct that a pointer leads to.
func VariantBad(base *Config, tenant string) Config {
	variant := *base
	variant.Env["tenant"] = tenant // want shared-map-mutation "copy of `base`"
	return variant
}

// A copy of a part of it.
func LabelsBad(base *Config) Meta {
	meta := base.Meta
	delete(meta.Labels, "internal") // want shared-map-mutation "copy of `base.Meta`"
	return meta
}

// Made only where there was none.
func LazyBad(base *Config) Config {
	variant := *base
	if variant.Env == nil {
		variant.Env = make(map[string]string)
	}
	variant.Env["lazy"] = "yes" // want shared-map-mutation "copy of `base`"
	return variant
}

// Copied into an object that was made here.
func NewBad(base *Config) *Config {
	made := &Config{}
	*made = *base
	made.Env["made"] = "yes" // want shared-map-mutation "copy of `base`"
	return made
}

// A copied part in a literal.
func LiteralBad(base *Config) *Config {
	made := &Config{Meta: base.Meta, Name: "made"}
	made.Labels["made"] = "yes" // want shared-map-mutation "copy of `base.Meta`"
	return made
}

var defaults = Config{Env: map[string]string{"mode": "plain"}}

// A copy of a package variable.
func FromDefaultsBad(mode string) Config {
	own := defaults
	own.Env["mode"] = mode // want shared-map-mutation "copy of `defaults`"
	return own
}

// Made anew by a method of the copy.
func RenewedOk(base *Config) *Config {
	made := new(Config)
	*made = *base
	made.renew()
	made.Env["made"] = "yes"
	made.Labels["made"] = "yes"
	return made
}

func (c *Config) renew() {
	c.Env = map[string]string{}
	c.Labels = map[string]string{}
}

func CloneOk(base *Config, tenant string) Config {
	variant := *base
	variant.Env = maps.Clone(base.Env)
	variant.Env["tenant"] = tenant
	return variant
}

func CloneIfAnyOk(base *Config) *Config {
	variant := *base
	if base.Env != nil {
		variant.Env = maps.Clone(base.Env)
	}
	if variant.Env == nil {
		variant.Env = make(map[string]string)
	}
	variant.Env["clone"] = "yes"
	return &variant
}

func CloneInsideOk(base *Config) *Config {
	made := new(Config)
	*made = *base
	made.Meta.Labels = maps.Clone(base.Labels)
	made.Labels["made"] = "yes"
	return made
}

func (c *Config) DeepCopy() *Config {
	made := *c
	made.Labels = maps.Clone(c.Labels)
	made.Env = make(map[string]string, len(c.Env))
	for key, value := range c.Env {
		made.Env[key] = value
	}
	return &made
}

func DeepCopyOk(base *Config) *Config {
	made := base.DeepCopy()
	made.Env["deep"] = "yes"
	return made
}

// The original is changed, and meant to be.
func SetOk(base *Config) {
	base.Env["set"] = "yes"
}

// The copied object is nobody else's.
func ownVariant(base *Config) Config {
	variant := *base
	variant.Env["own"] = "yes"
	return variant
}

func OwnOk() Config {
	base := &Config{Env: map[string]string{}}
	return ownVariant(base)
}
