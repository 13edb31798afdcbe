module example.com/called_by_other_libraries

go 1.22

require (
	cloud.google.com/go/pubsub v1.50.0
	github.com/containerd/containerd/v2 v2.1.0
	github.com/hashicorp/raft v1.7.0
	github.com/nats-io/nats.go v1.50.0
	github.com/robfig/cron/v3 v3.0.1
	k8s.io/client-go v0.34.0
)
