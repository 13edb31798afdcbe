// Package config writes to a map field of a struct that was just made, with and without its map.
package config

type Config struct {
	name   string
	values map[string]string
}

func ZeroBad() Config {
	var c Config
	c.values["a"] = "b" // want nil-map-write "`c.values`"
	return c
}

func LiteralBad() *Config {
	c := &Config{name: "x"}
	c.values["a"] = "b" // want nil-map-write "`c.values`"
	return c
}

func NewBad() *Config {
	c := new(Config)
	c.values["a"] = "b" // want nil-map-write "`c.values`"
	return c
}

func LiteralOk() *Config {
	c := &Config{name: "x", values: make(map[string]string)}
	c.values["a"] = "b"
	return c
}

func AssignedOk() *Config {
	c := &Config{}
	c.values = make(map[string]string)
	c.values["a"] = "b"
	return c
}

func PreparedOk() *Config {
	c := new(Config)
	c.prepare()
	c.values["a"] = "b"
	return c
}

func (c *Config) prepare() {
	c.values = make(map[string]string)
}

func UnkeyedOk() *Config {
	c := &Config{"x", map[string]string{}}
	c.values["a"] = "b"
	return c
}

func (c *Config) SetOk(k, v string) {
	if c.values == nil {
		c.values = make(map[string]string)
	}
	c.values[k] = v
}
