package race

import (
	"testing"

	accounts "example.com/paths_that_keep_it"
)

func TestHangAfterReturn(t *testing.T) {
	a := accounts.New()
	_ = a.ReturnBad("b", 1)
	a.DepositOk("b")
}

func TestHangContinue(t *testing.T) { accounts.New().ContinueBad([]string{"b", "a"}) }

func TestHangAfterBreak(t *testing.T) {
	a := accounts.New()
	a.BreakBad([]string{"b"})
	a.DepositOk("b")
}

func TestHangLockForUnlock(t *testing.T) { accounts.New().LockForUnlockBad("a") }

func TestHangDeferInLoop(t *testing.T) { accounts.New().DeferInLoopBad([]string{"a", "b"}) }

func TestHangAfterGoroutine(t *testing.T) {
	a := accounts.New()
	done := make(chan bool)
	a.GoroutineBad("b", done)
	<-done
	a.DepositOk("b")
}

func TestHangAfterSwitch(t *testing.T) {
	a := accounts.New()
	a.SwitchBad("a", 0)
	a.DepositOk("a")
}

func TestQuiet(t *testing.T) {
	a := accounts.New()
	_ = a.ReturnBad("a", 0)
	_ = a.DeferOk("a", 5)
	_ = a.DeferredClosureOk("b")
	_ = a.EachPathOk("a", 5)
	a.PanicOk("a")
	a.FlagOk("a", true)
	a.FlagOk("a", false)
	a.LoopOk([]string{"a", "c"})
	a.FoundOk([]string{"b", "a"})
	a.LoopWithExitOk("a")
	a.DepositOk("a")
	a.LockedClosureOk("a")
}
