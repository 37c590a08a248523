// What a C++ program puts around the C functions: exceptions, owners that free, views.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geometry.h"

namespace geometry {

/// A failure of the library, a panic too.
class Error : public std::runtime_error {
public:
    Error(int32_t code, const std::string &message) : std::runtime_error(message), code(code) {}
    const int32_t code;
};

namespace detail {

/// Takes the message out of an error, frees it and throws.
inline void check(int32_t status, AroError &error) {
    if (status == ARO_SUCCESS) {
        return;
    }
    std::string message(error.message == nullptr ? "" : error.message, error.message_len);
    geometry_free(error.message);
    throw Error(status, message);
}

/// Throws if the last call of a function without a status failed.
template <typename T> T checked(T value) {
    const char *message = nullptr;
    size_t len = 0;
    if (int32_t code = geometry_last_error(&message, &len); code != ARO_SUCCESS) {
        throw Error(code, std::string(message, len));
    }
    return value;
}

/// Calls a function that gives a string, copies the string and frees the library's.
template <typename Call> std::string text(Call call) {
    char *bytes = nullptr;
    size_t len = 0;
    AroError error;
    check(call(&bytes, &len, &error), error);
    std::string copy(bytes, len);
    geometry_free(bytes);
    return copy;
}

} // namespace detail

inline int32_t add(int32_t a, int32_t b) { return detail::checked(geometry_add(a, b)); }

inline double sum(const std::vector<double> &values) {
    return detail::checked(geometry_sum(values.data(), values.size()));
}

inline std::string greet(std::string_view name) {
    return detail::text([&](auto... out) { return geometry_greet(name.data(), name.size(), out...); });
}

inline std::string reverse(std::string_view text) {
    return detail::text([&](auto... out) { return geometry_reverse(text.data(), text.size(), out...); });
}

inline std::string panic_with(std::string_view message) {
    return detail::text([&](auto... out) { return geometry_panic_with(message.data(), message.size(), out...); });
}

inline geometry_Point parse_point(std::string_view text) {
    geometry_Point point;
    AroError error;
    detail::check(geometry_parse_point(text.data(), text.size(), &point, &error), error);
    return point;
}

inline std::optional<double> area(const std::vector<geometry_Point> &corners) {
    double area = 0;
    AroError error;
    int32_t status = geometry_area(corners.data(), corners.size(), &area, &error);
    if (status == ARO_NONE) {
        return std::nullopt;
    }
    detail::check(status, error);
    return area;
}

inline std::vector<geometry_Point> convex_hull(const std::vector<geometry_Point> &points) {
    geometry_Point *hull = nullptr;
    size_t count = 0;
    AroError error;
    detail::check(geometry_convex_hull(points.data(), points.size(), &hull, &count, &error), error);
    std::vector<geometry_Point> copy(hull, hull + count);
    geometry_free(hull);
    return copy;
}

/// Owns an object of the library. It can be moved, not copied.
class Track {
public:
    explicit Track(std::string_view name) {
        AroError error;
        detail::check(geometry_track_new(name.data(), name.size(), &handle_, &error), error);
    }
    Track(Track &&other) noexcept : handle_(std::exchange(other.handle_, geometry_Track{})) {}
    Track &operator=(Track &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Track() {
        if (handle_.tag != 0) {
            geometry_track_free(handle_);
        }
    }

    void push(geometry_Point point) {
        geometry_track_push(handle_, point);
        detail::checked(0);
    }
    uint64_t count() const { return detail::checked(geometry_track_count(handle_)); }
    double length() const { return detail::checked(geometry_track_length(handle_)); }

private:
    geometry_Track handle_{};
};

} // namespace geometry
