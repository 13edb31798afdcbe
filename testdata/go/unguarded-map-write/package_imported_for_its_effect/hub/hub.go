// Package hub runs the plugins that have registered with it.
package hub

var plugins []func()

func Register(plugin func()) {
	plugins = append(plugins, plugin)
}

func Run() {
	for _, plugin := range plugins {
		plugin()
	}
}
