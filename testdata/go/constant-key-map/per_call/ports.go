// Package ports looks numbers up by name.
package ports

const secure = "https"

func portBad(scheme string) int {
	ports := map[string]int{"http": 80, secure: 443, "ssh": 22} // want constant-key-map "made again on each call, of 3 entries"
	return ports[scheme]
}

func All(schemes []string) (found []int) {
	for _, scheme := range schemes {
		found = append(found, portBad(scheme), onceOk(scheme), ofValueOk(scheme, 1), changedOk(scheme), countedOk(scheme))
	}
	return found
}

func InLoopBad(schemes []string) (known int) {
	for _, scheme := range schemes {
		ports := map[string]bool{"http": true, "https": true} // want constant-key-map "of 2 entries"
		if ports[scheme] {
			known++
		}
	}
	return known
}

var ports = map[string]int{"http": 80, "https": 443}

func onceOk(scheme string) int {
	return ports[scheme]
}

func ofValueOk(scheme string, port int) int {
	ports := map[string]int{"http": port, "https": port + 363}
	return ports[scheme]
}

func changedOk(scheme string) int {
	ports := map[string]int{"http": 80, "https": 443}
	ports[scheme]++
	return ports[scheme]
}

func countedOk(scheme string) int {
	ports := map[string]int{"http": 80, "https": 443}
	return ports[scheme] / len(ports)
}

func CalledOnceOk(scheme string) int {
	ports := map[string]int{"http": 80, "https": 443}
	return ports[scheme]
}
