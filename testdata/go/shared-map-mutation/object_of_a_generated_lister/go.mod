module example.com/object_of_a_generated_lister

go 1.22

require (
	k8s.io/api v0.31.0
	k8s.io/apimachinery v0.31.0
)
