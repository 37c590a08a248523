// Calls the library `geometry` from C++ and checks what it gets. See c/main.c for the arguments.
#include "geometry.hpp"

#include <functional>
#include <iostream>

#include "../c/memory.h"

using namespace std::string_literals;

static void check(bool condition, const char *what) {
    if (!condition) {
        throw std::logic_error("not true: "s + what);
    }
}
#define CHECK(condition) check(condition, #condition)

/// Whether the call throws an error of this code with this in its message.
static bool fails(int32_t code, const std::string &part, const std::function<void()> &call) {
    try {
        call();
    } catch (const geometry::Error &error) {
        return error.code == code && std::string(error.what()).find(part) != std::string::npos;
    }
    return false;
}

static void check_all() {
    CHECK(geometry::add(2, 40) == 42);
    CHECK(geometry::sum({1.5, 2.5, -1.0}) == 3.0 && geometry::sum({}) == 0.0);
    CHECK(geometry::greet("Ada") == "Hello, Ada!");
    CHECK(geometry::reverse("abc") == "cba");
    CHECK(geometry::reverse("h\u00e9llo \u2192 \U0001F642") == "\U0001F642 \u2192 oll\u00e9h");
    CHECK(geometry::reverse("") == "" && geometry::reverse({}) == "");
    CHECK(geometry::reverse("a\0bc"s) == "cb\0a"s);
    CHECK(geometry::parse_point("1.5, 2").x == 1.5);
    const std::vector<geometry_Point> points{{0, 0}, {2, 0}, {2, 2}, {1, 1}, {0, 2}};
    CHECK(!geometry::area({}) && geometry::area({{0, 0}, {2, 0}, {2, 2}}) == 2.0);
    CHECK(geometry::convex_hull(points).size() == 4 && geometry::convex_hull({}).empty());

    CHECK(fails(ARO_INVALID_INPUT, "is no point", [] { geometry::parse_point("nowhere"); }));
    CHECK(fails(ARO_INVALID_INPUT, "UTF-8", [] { geometry::greet("\x80"); }));
    CHECK(fails(ARO_EXECUTION_FAILED, "on purpose", [] { geometry::panic_with("on purpose"); }));
    CHECK(fails(ARO_EXECUTION_FAILED, "overflow", [] { geometry::add(INT32_MAX, 1); }));
    CHECK(geometry::add(1, 1) == 2);

    geometry::Track track("home");
    track.push({0, 0});
    track.push({3, 4});
    CHECK(track.count() == 2 && track.length() == 5.0);
    geometry::Track moved(std::move(track));
    CHECK(moved.count() == 2);
    CHECK(fails(ARO_INVALID_INPUT, "Track", [&] { track.count(); }));
    track = geometry::Track("away");
    CHECK(track.count() == 0);
    CHECK(fails(ARO_INVALID_INPUT, "needs a name", [] { geometry::Track(""); }));
}

static long growth() {
    long before = 0;
    for (long number = 0; number < 1000000; number++) {
        if (number == 100000) {
            before = resident_bytes();
        }
        switch (number % 4) {
        case 0: CHECK(geometry::greet("Ada").size() == 11); break;
        case 1: CHECK(geometry::convex_hull({{1, 2}}).size() == 1); break;
        case 2: CHECK(fails(ARO_INVALID_INPUT, "UTF-8", [] { geometry::greet("\xFF"); })); break;
        default: CHECK(geometry::Track("a").count() == 0);
        }
    }
    return resident_bytes() - before;
}

int main(int argc, char **argv) {
    const std::string what = argc == 2 ? argv[1] : "";
    try {
        if (what == "check") {
            check_all();
            std::cout << "ok\n";
        } else if (what == "memory") {
            std::cout << growth() << "\n";
        } else {
            std::cerr << "usage: " << argv[0] << " check|memory\n";
            return 2;
        }
    } catch (const std::exception &error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
