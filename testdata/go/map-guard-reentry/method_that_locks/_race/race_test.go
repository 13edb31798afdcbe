package race

import (
	"testing"

	store "example.com/method_that_locks"
)

func TestHangAdd(t *testing.T) { store.New().AddBad("a") }

func TestHangTwoCallsAway(t *testing.T) { store.New().TwoCallsAwayBad("a") }

func TestHangUpgrade(t *testing.T) { store.New().UpgradeBad("a") }

func TestHangUpgradeHere(t *testing.T) { store.New().UpgradeHereBad("a") }

func TestHangDeferred(t *testing.T) { store.New().DeferredBad("a") }

func TestHangDropAll(t *testing.T) {
	s := store.New()
	s.SetOk("a")
	s.DropAllBad()
}

func TestQuiet(t *testing.T) {
	s := store.New()
	s.SetOk("a")
	s.HasOk("a")
	s.DeferredOk("a")
	s.EachOk(func(string) {})
	s.UnlockFirstOk("b")
	s.EarlyUnlockOk("b")
	s.GoroutineOk("c")
	s.FlagOk("a")
	s.FreeOk("a")
	s.YieldOk("d")
	s.TryOk("a")
	s.LaterOk("a")()
	s.HandleOk("a").Close()
	s.OnceOk("a")()
}
