// Embeds an ARO host: loads plugins, calls them from several goroutines, and runs an ARO program.
//
//	cd examples/hosts/go/embed
//	CGO_LDFLAGS="-L ../../../../target/release -laro_host" go build
//	LD_LIBRARY_PATH=../../../../target/release ./embed Plugins
//
// The argument is a folder with the folders of the plugins `validator` and `csv-plugin`, each with its plugin.yaml.
package main

/*
#cgo CFLAGS: -I${SRCDIR}/../../../../aro-host/include
#include <stdint.h>
#include "aro_host.h"

// Go cannot take the address of an exported Go function as a C function, so C does.
extern void goOnEvent(void *user_data, AroHost *host, char *type, size_t type_length, char *payload, size_t payload_length);

static void on_event(void *user_data, AroHost *host, const char *type, size_t type_length, const char *payload, size_t payload_length) {
	goOnEvent(user_data, host, (char *)type, type_length, (char *)payload, payload_length);
}

// User data is a number to Go, which must not keep Go pointers in C.
static AroHostStatus subscribe(AroHost *host, const char *pattern, size_t pattern_length, uintptr_t user_data) {
	return aro_host_subscribe(host, pattern, pattern_length, on_event, (void *)user_data, NULL);
}
*/
import "C"

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/cgo"
	"sync"
	"unsafe"
)

// A Host is a runtime. Its methods may be called by several goroutines.
type Host struct{ handle *C.AroHost }

// An AroError is a status with its message.
type AroError struct {
	Status  int
	Message string
}

func (e *AroError) Error() string { return fmt.Sprintf("status %d: %s", e.Status, e.Message) }

// NewHost creates a runtime.
func NewHost() (*Host, error) {
	config := C.AroHostConfig{size: C.sizeof_AroHostConfig, compatibility: C.ARO_HOST_STRICT}
	host := &Host{}
	if status := C.aro_host_create(&config, &host.handle); status != C.ARO_HOST_OK {
		return nil, &AroError{int(status), "no runtime"}
	}
	return host, nil
}

// Destroy ends the runtime.
func (h *Host) Destroy() int { return int(C.aro_host_destroy(h.handle)) }

// bytes is a string by pointer and length. The pointer is of Go, and C keeps nothing of it.
func bytes(s string) (*C.char, C.size_t) {
	if s == "" {
		return nil, 0
	}
	b := []byte(s)
	return (*C.char)(unsafe.Pointer(&b[0])), C.size_t(len(b))
}

// The message is in `out`. The last error might be that of another goroutine.
func taken(status C.AroHostStatus, out C.AroHostText) (string, error) {
	text := C.GoStringN(out.data, C.int(out.length))
	C.aro_host_free(out.data)
	if status != C.ARO_HOST_OK {
		return "", &AroError{int(status), text}
	}
	return text, nil
}

// LoadAll loads every plugin in a folder.
func (h *Host) LoadAll(folder string) (string, error) {
	var out C.AroHostText
	p, n := bytes(folder)
	return taken(C.aro_host_load_all(h.handle, p, n, &out), out)
}

// Call calls an action with a JSON object.
func (h *Host) Call(plugin, action, input string) (string, error) {
	var out C.AroHostText
	p, pn := bytes(plugin)
	a, an := bytes(action)
	i, in := bytes(input)
	return taken(C.aro_host_call(h.handle, p, pn, a, an, i, in, &out), out)
}

// RunProgram runs a whole ARO program.
func (h *Host) RunProgram(source string) (string, error) {
	var out C.AroHostText
	p, n := bytes(source)
	return taken(C.aro_host_run_program(h.handle, p, n, &out), out)
}

// Subscribe calls handle with the events that match. The cgo.Handle may be deleted when the runtime is destroyed.
func (h *Host) Subscribe(pattern string, handle func(event, payload string)) (cgo.Handle, error) {
	data := cgo.NewHandle(handle)
	p, n := bytes(pattern)
	if status := C.subscribe(h.handle, p, n, C.uintptr_t(data)); status != C.ARO_HOST_OK {
		return data, &AroError{int(status), "no subscription"}
	}
	return data, nil
}

//export goOnEvent
func goOnEvent(userData unsafe.Pointer, _ *C.AroHost, event *C.char, eventLength C.size_t, payload *C.char, payloadLength C.size_t) {
	handle := cgo.Handle(uintptr(userData)).Value().(func(event, payload string))
	handle(C.GoStringN(event, C.int(eventLength)), C.GoStringN(payload, C.int(payloadLength)))
}

const program = `
(Application-Start: Embedded) {
    ParseCSV the <table> from "name,email\nAda,ada@example.org\nBob,nobody".
    Log <table: count> to the <console>.
    ValidateEmail the <check> from "ada@example.org".
    Log <check: valid> to the <console>.
    Emit a <Checked: event> with { language: "Go" }.
    Return an <OK: status> for the <start>.
}
`

func run(folder string) error {
	host, err := NewHost()
	if err != nil {
		return err
	}
	loaded, err := host.LoadAll(folder)
	if err != nil {
		return err
	}
	fmt.Println("loaded:", loaded)
	subscription, err := host.Subscribe("*", func(event, payload string) { fmt.Println("event", event, payload) })
	if err != nil {
		return err
	}
	defer subscription.Delete()

	var waiting sync.WaitGroup
	valid := make([]bool, 16)
	for index := range valid {
		waiting.Add(1)
		go func(index int) {
			defer waiting.Done()
			reply, err := host.Call("validator", "ValidateEmail", fmt.Sprintf(`{"value":"user%d@example.org"}`, index))
			var check struct{ Valid bool }
			valid[index] = err == nil && json.Unmarshal([]byte(reply), &check) == nil && check.Valid
		}(index)
	}
	waiting.Wait()
	fmt.Println("valid:", valid)

	if _, err := host.Call("validator", "ValidateEmail", `{"value":42}`); err != nil {
		fmt.Println("refused:", err.(*AroError).Status)
	}
	outcome, err := host.RunProgram(program)
	if err != nil {
		return err
	}
	fmt.Println("program:", outcome)
	fmt.Println("destroyed:", host.Destroy(), host.Destroy())
	return nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: embed <folder of plugins>")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
