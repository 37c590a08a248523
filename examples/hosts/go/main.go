// Calls the library `geometry` from Go and checks what it gets.
//
//	geometry check     one call of each kind, and 1,000 goroutines
//	geometry memory    a million calls; how much memory they leave behind
//	geometry describe  what the library says of itself
package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

func check(condition bool, what string, details ...any) {
	if !condition {
		fmt.Fprintln(os.Stderr, "not true:", what, details)
		os.Exit(1)
	}
}

func value[T comparable](got T, err error, expected T) {
	check(err == nil && got == expected, "the value is as expected", got, err, expected)
}

func failsWith(err error, code int, part string) {
	var failed *Error
	check(errors.As(err, &failed) && failed.Code == code && strings.Contains(failed.Message, part), part, err)
}

const (
	invalidInput    = 1
	executionFailed = 6
	invalidState    = 7
)

func checkCalls() {
	added, err := Add(2, 40)
	value(added, err, 42)
	sum, err := Sum([]float64{1.5, 2.5, -1})
	value(sum, err, 3)
	sum, err = Sum(nil)
	value(sum, err, 0)
	greeting, err := Greet("Ada")
	value(greeting, err, "Hello, Ada!")
	for text, expected := range map[string]string{"abc": "cba", "héllo → 🙂": "🙂 → olléh", "": "", "a\x00bc": "cb\x00a"} {
		reversed, err := Reverse(text)
		value(reversed, err, expected)
	}
	point, err := ParsePoint("1.5, 2")
	value(point, err, Point{1.5, 2})
	area, err := Area([]Point{{0, 0}, {2, 0}, {2, 2}})
	value(area, err, 2)
	_, err = Area(nil)
	check(err == ErrNone, "there is no area")
	hull, err := ConvexHull([]Point{{0, 0}, {2, 0}, {2, 2}, {1, 1}, {0, 2}})
	check(err == nil && len(hull) == 4 && hull[2] == Point{2, 2}, "the hull", hull, err)
	hull, err = ConvexHull(nil)
	check(err == nil && len(hull) == 0, "no hull", hull, err)
	opposite, err := Opposite(Left)
	value(opposite, err, Right)

	_, err = ParsePoint("nowhere")
	failsWith(err, invalidInput, "is no point")
	_, err = Greet("\x80")
	failsWith(err, invalidInput, "UTF-8")
	_, err = Opposite(12345)
	failsWith(err, invalidInput, "12345")
	_, err = PanicWith("on purpose")
	failsWith(err, executionFailed, "on purpose")
	_, err = Add(math.MaxInt32, 1)
	failsWith(err, executionFailed, "overflow")
	added, err = Add(1, 1)
	value(added, err, 2)
}

func checkObjects() {
	track, err := NewTrack("home")
	check(err == nil, "a new track", err)
	check(track.Push(Point{0, 0}) == nil && track.Push(Point{3, 4}) == nil, "two points")
	length, err := track.Length()
	value(length, err, 5)
	count, err := track.Count()
	value(count, err, 2)
	check(track.Close() == nil, "closed")
	_, err = track.Count()
	failsWith(err, invalidState, "Track")
	failsWith(track.Close(), invalidState, "Track")
	_, err = NewTrack("")
	failsWith(err, invalidInput, "needs a name")
}

// A forgotten object is ended by the garbage collector: its handle is refused from then on.
func checkFinalizer() {
	track, err := NewTrack("forgotten")
	check(err == nil, "a new track", err)
	copied := Track{track.handle}
	_, err = copied.Count()
	check(err == nil, "the object is there", err)
	runtime.KeepAlive(track)
	track = nil
	for round := 0; err == nil; round++ {
		check(round < 1_000_000, "the finalizer ran")
		runtime.GC()
		runtime.Gosched()
		_, err = copied.Count()
	}
	failsWith(err, invalidState, "Track")
}

// Each of 1,000 goroutines gets its own errors, although they share few threads, and its own
// objects, although the garbage collector runs meanwhile.
func checkGoroutines() {
	var all sync.WaitGroup
	for number := 0; number < 1000; number++ {
		all.Add(1)
		go func(number int) {
			defer all.Done()
			for round := 0; round < 20; round++ {
				_, err := Opposite(Orientation(100_000 + number))
				failsWith(err, invalidInput, fmt.Sprint(100_000+number))
				runtime.Gosched()
				added, err := Add(int32(number), int32(round))
				value(added, err, int32(number+round))
				track, err := NewTrack(fmt.Sprint(number))
				check(err == nil && track.Push(Point{}) == nil, "a new track", err)
				count, err := track.Count()
				value(count, err, 1)
			}
			if number%100 == 0 {
				runtime.GC()
			}
		}(number)
	}
	all.Wait()
}

func residentBytes() int64 {
	runtime.GC()
	debug.FreeOSMemory()
	var total, resident int64
	statm, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		_, err = fmt.Sscan(string(statm), &total, &resident)
	}
	check(err == nil, "the memory is known", err)
	return resident * int64(os.Getpagesize())
}

func growth() int64 {
	var before int64
	for number := 0; number < 1_000_000; number++ {
		if number == 100_000 {
			before = residentBytes()
		}
		switch number % 4 {
		case 0:
			greeting, err := Greet("Ada")
			value(greeting, err, "Hello, Ada!")
		case 1:
			hull, err := ConvexHull([]Point{{1, 2}})
			check(err == nil && hull[0].Y == 2, "the hull", err)
		case 2:
			_, err := Greet("\xff")
			failsWith(err, invalidInput, "UTF-8")
		default:
			track, err := NewTrack("a")
			check(err == nil, "a new track", err)
			count, err := track.Count()
			value(count, err, 0)
			check(track.Close() == nil, "closed")
		}
	}
	return residentBytes() - before
}

func main() {
	what := strings.Join(os.Args[1:], " ")
	switch what {
	case "check":
		checkCalls()
		checkObjects()
		checkFinalizer()
		checkGoroutines()
		fmt.Println("ok")
	case "memory":
		fmt.Println(growth())
	case "describe":
		fmt.Println(Describe())
	default:
		fmt.Fprintln(os.Stderr, "usage: geometry check|memory|describe")
		os.Exit(2)
	}
}
