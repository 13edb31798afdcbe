module example.com/collections_of_libraries

go 1.22

require github.com/ipfs/go-cid v0.4.1
