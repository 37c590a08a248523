// Prints the nanoseconds of one call: the function in C, ours, ours as a wrapper calls it.
package main

/*
#cgo LDFLAGS: -lgeometry -lplain
#include "geometry.h"
int32_t plain_add(int32_t a, int32_t b);
*/
import "C"

import (
	"fmt"
	"runtime"
	"time"
)

const (
	rounds = 300
	calls  = 20_000
)

func measure(least *float64, call func(i C.int32_t)) {
	start := time.Now()
	for i := C.int32_t(0); i < calls; i++ {
		call(i)
	}
	each := float64(time.Since(start).Nanoseconds()) / calls
	if *least == 0 || each < *least {
		*least = each
	}
}

func main() {
	var plain, ours, checked float64
	for round := 0; round < rounds; round++ {
		measure(&plain, func(i C.int32_t) { C.plain_add(i, 1) })
		measure(&ours, func(i C.int32_t) { C.geometry_add(i, 1) })
		measure(&checked, func(i C.int32_t) {
			runtime.LockOSThread()
			C.geometry_add(i, 1)
			C.geometry_last_error(nil, nil)
			runtime.UnlockOSThread()
		})
	}
	fmt.Println(plain, ours, checked)
}
