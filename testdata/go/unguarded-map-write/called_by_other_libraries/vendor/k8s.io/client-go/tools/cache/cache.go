// Package cache calls handlers as the real one does: each from one goroutine.
package cache

type ResourceEventHandler interface {
	OnAdd(obj interface{}, isInInitialList bool)
	OnUpdate(oldObj, newObj interface{})
	OnDelete(obj interface{})
}

type ResourceEventHandlerFuncs struct {
	AddFunc    func(obj interface{})
	UpdateFunc func(oldObj, newObj interface{})
	DeleteFunc func(obj interface{})
}

func (f ResourceEventHandlerFuncs) OnAdd(obj interface{}, isInInitialList bool) {
	f.AddFunc(obj)
}

func (f ResourceEventHandlerFuncs) OnUpdate(oldObj, newObj interface{}) {
	f.UpdateFunc(oldObj, newObj)
}

func (f ResourceEventHandlerFuncs) OnDelete(obj interface{}) {
	f.DeleteFunc(obj)
}

type SharedInformer struct{ handlers []ResourceEventHandler }

func (s *SharedInformer) AddEventHandler(handler ResourceEventHandler) error {
	s.handlers = append(s.handlers, handler)
	return nil
}

// Run tells the handlers of an object that comes and goes, and returns when they know.
func (s *SharedInformer) Run(obj interface{}) {
	done := make(chan struct{})
	for _, handler := range s.handlers {
		go func() {
			handler.OnAdd(obj, true)
			handler.OnDelete(obj)
			done <- struct{}{}
		}()
	}
	for range s.handlers {
		<-done
	}
}
