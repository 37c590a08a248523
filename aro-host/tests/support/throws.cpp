// Throws an exception in a callback of the kind that the first argument names.
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "aro_host.h"

static bool catches;

static void throws() {
    try {
        throw std::runtime_error("thrown in a callback");
    } catch (const std::exception &) {
        if (!catches) throw;
    }
}

static void on_event(void *, AroHost *, const char *, size_t, const char *, size_t) { throws(); }
static int32_t on_invoke(void *, AroHost *, const char *feature_set, size_t, const char *, size_t) {
    if (!std::strcmp(feature_set, "Feature")) throws();
    return 0;
}
static void on_reload(void *, AroHost *, int32_t, const char *, size_t, const char *, size_t) { throws(); }

int main(int, char **argv) {
    const char *kind = argv[1];
    catches = !std::strcmp(kind, "caught");
    AroHostConfig config = {sizeof config, ARO_HOST_STRICT, 1, on_reload, nullptr, 0, 0};
    AroHost *host = nullptr;
    if (aro_host_create(&config, &host) != ARO_HOST_OK) return 1;
    aro_host_on_invoke(host, on_invoke, nullptr);
    aro_host_subscribe(host, "*", 1, on_event, nullptr, nullptr);
    if (aro_host_load(host, argv[2], std::strlen(argv[2]), nullptr) != ARO_HOST_OK) return 1;
    try {
        if (catches || !std::strcmp(kind, "event")) aro_host_emit(host, "E", 1, nullptr, 0);
        if (catches || !std::strcmp(kind, "invoke")) aro_host_call(host, "one", 3, "askone", 6, nullptr, 0, nullptr);
        if (catches || !std::strcmp(kind, "reload")) aro_host_reload(host, "one", 3);
    } catch (...) {
        std::fprintf(stderr, "the call has returned by an exception\n");
        return 1;
    }
    std::fprintf(stderr, "the call has returned\n");
    return aro_host_destroy(host);
}
