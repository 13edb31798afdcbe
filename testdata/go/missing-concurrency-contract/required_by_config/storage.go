package core

// owner: storage
var blocks = map[int]string{} // want missing-concurrency-contract "`blocks`"

var free = map[int]string{}

// Disk is a disk.
//
// owner: storage
type Disk struct {
	sectors map[int]string // want missing-concurrency-contract "`sectors`"
}

func (d *Disk) ReadOk(at int) string {
	return d.sectors[at] + blocks[at] + free[at]
}
