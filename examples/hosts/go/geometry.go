package main

/*
#cgo LDFLAGS: -lgeometry
#include "geometry.h"
*/
import "C"

import (
	"errors"
	"reflect"
	"runtime"
	"unsafe"
)

// Error is a failure of the library, a panic too.
type Error struct {
	Code    int
	Message string
}

func (e *Error) Error() string { return e.Message }

// ErrNone says that an optional value is not there.
var ErrNone = errors.New("no value")

// The address of a string's bytes. The string must be kept alive until C has returned.
func textOf(s *string) (*C.char, C.size_t) {
	header := (*reflect.StringHeader)(unsafe.Pointer(s))
	return (*C.char)(unsafe.Pointer(header.Data)), C.size_t(header.Len)
}

// The address of a slice's elements as C has them, without a copy.
func elements[C, T any](slice []T) *C {
	if len(slice) == 0 {
		return nil
	}
	return (*C)(unsafe.Pointer(&slice[0]))
}

func copyText(bytes *C.char, length C.size_t) string {
	return string(unsafe.Slice((*byte)(unsafe.Pointer(bytes)), int(length)))
}

// Takes the message out of an error and frees it.
func failure(status C.int32_t, failed *C.AroError) error {
	switch status {
	case C.ARO_SUCCESS:
		return nil
	case C.ARO_NONE:
		return ErrNone
	}
	defer C.geometry_free(unsafe.Pointer(failed.message))
	return &Error{int(status), copyText(failed.message, failed.message_len)}
}

// Calls a function without a status, and reads the thread's last error.
//
// Both must happen on one thread, and Go may move a goroutine to another one between two calls.
func plain[T any](call func() T) (T, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	value := call()
	var message *C.char
	var length C.size_t
	if code := C.geometry_last_error(&message, &length); code != C.ARO_SUCCESS {
		var zero T
		return zero, &Error{int(code), copyText(message, length)}
	}
	return value, nil
}

// Calls a function that gives a string, copies the string and frees the library's.
func text(call func(out **C.char, length *C.size_t, failed *C.AroError) C.int32_t) (string, error) {
	var out *C.char
	var length C.size_t
	var failed C.AroError
	if err := failure(call(&out, &length, &failed), &failed); err != nil {
		return "", err
	}
	defer C.geometry_free(unsafe.Pointer(out))
	return copyText(out, length), nil
}

// Describe returns the library's description of itself.
func Describe() string { return C.GoString(C.geometry_describe()) }

// Add adds two numbers.
func Add(a, b int32) (int32, error) {
	return plain(func() int32 { return int32(C.geometry_add(C.int32_t(a), C.int32_t(b))) })
}

// Sum adds the numbers of a slice, which is not copied.
func Sum(values []float64) (float64, error) {
	defer runtime.KeepAlive(values)
	return plain(func() float64 {
		return float64(C.geometry_sum(elements[C.double](values), C.size_t(len(values))))
	})
}

// Greet greets somebody by name.
func Greet(name string) (string, error) {
	defer runtime.KeepAlive(name)
	return text(func(out **C.char, length *C.size_t, failed *C.AroError) C.int32_t {
		bytes, count := textOf(&name)
		return C.geometry_greet(bytes, count, out, length, failed)
	})
}

// Reverse reverses a string.
func Reverse(s string) (string, error) {
	defer runtime.KeepAlive(s)
	return text(func(out **C.char, length *C.size_t, failed *C.AroError) C.int32_t {
		bytes, count := textOf(&s)
		return C.geometry_reverse(bytes, count, out, length, failed)
	})
}

// PanicWith panics inside the library.
func PanicWith(message string) (string, error) {
	defer runtime.KeepAlive(message)
	return text(func(out **C.char, length *C.size_t, failed *C.AroError) C.int32_t {
		bytes, count := textOf(&message)
		return C.geometry_panic_with(bytes, count, out, length, failed)
	})
}

// Orientation is a direction in which one turns.
type Orientation int32

// The orientations.
const (
	Straight Orientation = C.geometry_Orientation_Straight
	Left     Orientation = C.geometry_Orientation_Left
	Right    Orientation = C.geometry_Orientation_Right
)

// Opposite returns the other direction. It fails for a number that is no orientation.
func Opposite(orientation Orientation) (Orientation, error) {
	return plain(func() Orientation {
		return Orientation(C.geometry_opposite(C.geometry_Orientation(orientation)))
	})
}

// Point is a point of the plane. Its layout is that of C.
type Point struct{ X, Y float64 }

// ParsePoint reads a point from two numbers.
func ParsePoint(s string) (Point, error) {
	defer runtime.KeepAlive(s)
	bytes, count := textOf(&s)
	var point C.geometry_Point
	var failed C.AroError
	status := C.geometry_parse_point(bytes, count, &point, &failed)
	return Point{float64(point.x), float64(point.y)}, failure(status, &failed)
}

// Area returns the area of a polygon, or ErrNone if it has fewer than three corners.
func Area(corners []Point) (float64, error) {
	defer runtime.KeepAlive(corners)
	var area C.double
	var failed C.AroError
	status := C.geometry_area(elements[C.geometry_Point](corners), C.size_t(len(corners)), &area, &failed)
	return float64(area), failure(status, &failed)
}

// ConvexHull returns the corners of the smallest convex polygon around all points.
func ConvexHull(points []Point) ([]Point, error) {
	defer runtime.KeepAlive(points)
	var out *C.geometry_Point
	var count C.size_t
	var failed C.AroError
	status := C.geometry_convex_hull(elements[C.geometry_Point](points), C.size_t(len(points)), &out, &count, &failed)
	if err := failure(status, &failed); err != nil {
		return nil, err
	}
	defer C.geometry_free(unsafe.Pointer(out))
	return append([]Point(nil), unsafe.Slice((*Point)(unsafe.Pointer(out)), int(count))...), nil
}

// Track is an object of the library. Close ends it; if it is forgotten, the garbage collector does
// so at some time.
type Track struct{ handle C.geometry_Track }

// NewTrack returns an empty track.
func NewTrack(name string) (*Track, error) {
	defer runtime.KeepAlive(name)
	bytes, count := textOf(&name)
	track := new(Track)
	var failed C.AroError
	if err := failure(C.geometry_track_new(bytes, count, &track.handle, &failed), &failed); err != nil {
		return nil, err
	}
	runtime.SetFinalizer(track, func(track *Track) { track.Close() })
	return track, nil
}

// Push adds a point at the end.
func (t *Track) Push(point Point) error {
	// Without this the finalizer could run as soon as the handle was copied, before the call ends.
	defer runtime.KeepAlive(t)
	_, err := plain(func() struct{} {
		C.geometry_track_push(t.handle, C.geometry_Point{x: C.double(point.X), y: C.double(point.Y)})
		return struct{}{}
	})
	return err
}

// Count returns the number of points.
func (t *Track) Count() (uint64, error) {
	defer runtime.KeepAlive(t)
	return plain(func() uint64 { return uint64(C.geometry_track_count(t.handle)) })
}

// Length returns the length of the whole way.
func (t *Track) Length() (float64, error) {
	defer runtime.KeepAlive(t)
	return plain(func() float64 { return float64(C.geometry_track_length(t.handle)) })
}

// Close ends the object. A second call is an error.
func (t *Track) Close() error {
	defer runtime.KeepAlive(t)
	runtime.SetFinalizer(t, nil)
	_, err := plain(func() struct{} { C.geometry_track_free(t.handle); return struct{}{} })
	return err
}
