package engine

// A Config has nothing to set here.
type Config struct{}

func newConfig() Config {
	return Config{}
}
