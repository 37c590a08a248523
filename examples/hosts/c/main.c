/*
 * Calls the library `geometry` from C and checks what it gets.
 *
 *     main check     one call of each kind, with good and with bad arguments
 *     main memory    a million calls; how much memory they leave behind
 *     main forget    the same without a single free
 *     main describe  what the library says of itself
 */
#include "geometry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                            \
        }                                                                       \
    } while (0)

/* A string or an array literal as pointer and length. */
#define TEXT(literal) (literal), sizeof(literal) - 1
#define ELEMENTS(array) (array), sizeof(array) / sizeof((array)[0])

static bool is(const char *bytes, size_t len, const char *expected, size_t expected_len) {
    return len == expected_len && memcmp(bytes, expected, len) == 0 && bytes[len] == '\0';
}

/* Whether the error has this code and its message this part. Frees the message. */
static bool failed(AroError *error, int32_t code, const char *part) {
    bool as_expected = error->code == code && error->message != NULL && strlen(error->message) == error->message_len &&
                       strstr(error->message, part) != NULL;
    if (!as_expected) {
        fprintf(stderr, "code %" PRId32 ": %s\n", error->code, error->message ? error->message : "(no message)");
    }
    geometry_free(error->message);
    return as_expected;
}

/* The same for the error of a function that returns its value. */
static bool last_failed(int32_t code, const char *part) {
    const char *message = NULL;
    size_t len = 0;
    int32_t found = geometry_last_error(&message, &len);
    bool as_expected = found == code && message != NULL && strlen(message) == len && strstr(message, part) != NULL;
    if (!as_expected) {
        fprintf(stderr, "code %" PRId32 ": %s\n", found, message ? message : "(no message)");
    }
    return as_expected && geometry_last_error(NULL, NULL) == 0;
}

static void numbers_and_slices(void) {
    const double values[] = {1.5, 2.5, -1.0};
    CHECK(geometry_add(2, 40) == 42);
    CHECK(geometry_sum(ELEMENTS(values)) == 3.0);
    CHECK(geometry_sum(NULL, 0) == 0.0);
    CHECK(geometry_last_error(NULL, NULL) == 0);
}

static void check_reverse(const char *text, size_t len, const char *expected, size_t expected_len) {
    char *reversed = NULL;
    size_t reversed_len = 0;
    AroError error;
    CHECK(geometry_reverse(text, len, &reversed, &reversed_len, &error) == ARO_SUCCESS);
    CHECK(error.code == 0 && error.message == NULL && error.message_len == 0);
    CHECK(is(reversed, reversed_len, expected, expected_len));
    geometry_free(reversed);
}

static void strings(void) {
    char *greeting;
    size_t len;
    CHECK(geometry_greet(TEXT("Ada"), &greeting, &len, NULL) == ARO_SUCCESS);
    CHECK(is(greeting, len, TEXT("Hello, Ada!")));
    geometry_free(greeting);

    check_reverse(TEXT("abc"), TEXT("cba"));
    check_reverse(TEXT("h\u00e9llo \u2192 \U0001F642"), TEXT("\U0001F642 \u2192 oll\u00e9h"));
    check_reverse(TEXT(""), TEXT(""));
    check_reverse(NULL, 0, TEXT(""));
    check_reverse(TEXT("a\0bc"), TEXT("cb\0a"));
    geometry_free(NULL);
}

static void options_and_errors(void) {
    const geometry_Point corners[] = {{0.0, 0.0}, {2.0, 0.0}, {2.0, 2.0}, {0.0, 2.0}, {1.0, 1.0}};
    geometry_Point point;
    AroError error;
    CHECK(geometry_parse_point(TEXT("1.5, 2"), &point, NULL) == ARO_SUCCESS && point.x == 1.5 && point.y == 2.0);
    CHECK(geometry_parse_point(TEXT("nowhere"), &point, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "is no point"));
    CHECK(geometry_parse_point(TEXT("nowhere"), &point, NULL) == ARO_INVALID_INPUT);

    double area = -1.0;
    CHECK(geometry_area(corners, 4, &area, &error) == ARO_SUCCESS && area == 4.0);
    CHECK(geometry_area(NULL, 0, &area, &error) == ARO_NONE && area == 0.0);
    CHECK(error.code == ARO_NONE && error.message == NULL && error.message_len == 0);

    geometry_Point *hull;
    size_t count;
    CHECK(geometry_convex_hull(ELEMENTS(corners), &hull, &count, &error) == ARO_SUCCESS);
    CHECK(count == 4 && hull[2].x == 2.0 && hull[2].y == 2.0);
    geometry_free(hull);
    CHECK(geometry_convex_hull(NULL, 0, &hull, &count, &error) == ARO_SUCCESS && hull == NULL && count == 0);
    geometry_free(hull);
}

static void panics(void) {
    char *text;
    size_t len;
    AroError error;
    CHECK(geometry_panic_with(TEXT("on purpose"), &text, &len, &error) == ARO_EXECUTION_FAILED);
    CHECK(failed(&error, ARO_EXECUTION_FAILED, "on purpose"));
    CHECK(geometry_add(INT32_MAX, 1) == 0);
    CHECK(last_failed(ARO_EXECUTION_FAILED, "overflow"));
    /* And the library works as before. */
    CHECK(geometry_add(1, 1) == 2);
}

static void objects(void) {
    geometry_Track track, other;
    char *name;
    size_t len;
    AroError error;
    CHECK(geometry_track_new(TEXT("home"), &track, &error) == ARO_SUCCESS);
    CHECK(geometry_track_new(TEXT("away"), &other, NULL) == ARO_SUCCESS);
    CHECK(geometry_track_new(TEXT(""), &other, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "needs a name") && other.slot == 0 && other.tag == 0);
    geometry_track_push(track, (geometry_Point){0.0, 0.0});
    geometry_track_push(track, (geometry_Point){3.0, 4.0});
    CHECK(geometry_track_count(track) == 2 && geometry_track_length(track) == 5.0);
    CHECK(geometry_track_name(track, &name, &len, NULL) == ARO_SUCCESS && is(name, len, TEXT("home")));
    geometry_free(name);
    CHECK(geometry_last_error(NULL, NULL) == 0);

    /* A handle after its end, a copy of it, no handle at all, the handle of another library. */
    const geometry_Track copy = track;
    geometry_track_free(track);
    const struct {
        geometry_Track handle;
        int32_t code;
    } bad[] = {
        {track, ARO_INVALID_STATE},
        {copy, ARO_INVALID_STATE},
        {{0, 0}, ARO_INVALID_INPUT},
        {{copy.slot, copy.tag + 1}, ARO_INVALID_INPUT},
        {{UINT64_MAX, copy.tag}, ARO_INVALID_STATE},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        /* To free no handle at all is right, as it is to free NULL. */
        geometry_track_free(bad[i].handle);
        CHECK(bad[i].handle.tag == 0 ? geometry_last_error(NULL, NULL) == 0 : last_failed(bad[i].code, "Track"));
        CHECK(geometry_track_count(bad[i].handle) == 0 && last_failed(bad[i].code, "Track"));
        CHECK(geometry_track_name(bad[i].handle, &name, &len, &error) == bad[i].code);
        CHECK(failed(&error, bad[i].code, "Track") && name == NULL && len == 0);
    }
}

static void bad_arguments(void) {
    char *text = NULL;
    size_t len = 1;
    AroError error;
    /* Bytes that are no UTF-8: a lone continuation, a surrogate, an end in the middle. */
    CHECK(geometry_reverse(TEXT("\x80"), &text, &len, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "UTF-8") && text == NULL && len == 0);
    CHECK(geometry_reverse(TEXT("\xED\xA0\x80"), &text, &len, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "UTF-8"));
    CHECK(geometry_reverse(TEXT("h\xC3"), &text, &len, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "UTF-8"));

    /* NULL with a length, and a length that no memory has. */
    CHECK(geometry_reverse(NULL, 1, &text, &len, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "text"));
    CHECK(geometry_sum(NULL, 1) == 0.0 && last_failed(ARO_INVALID_INPUT, "values"));
    const double value = 1.0;
    CHECK(geometry_sum(&value, SIZE_MAX) == 0.0 && last_failed(ARO_INVALID_INPUT, "values"));
    CHECK(geometry_reverse("a", SIZE_MAX, &text, &len, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "text"));

    /* An address that is not aligned. It is only passed, never read. */
    double aligned[2] = {0.0, 0.0};
    CHECK(geometry_sum((const double *)(uintptr_t)((uintptr_t)aligned + 1), 1) == 0.0);
    CHECK(last_failed(ARO_INVALID_INPUT, "values"));

    /* No place for the result. */
    CHECK(geometry_reverse(TEXT("abc"), NULL, &len, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "NULL"));
    CHECK(geometry_reverse(TEXT("abc"), &text, NULL, &error) == ARO_INVALID_INPUT);
    CHECK(failed(&error, ARO_INVALID_INPUT, "NULL"));
    CHECK(geometry_reverse(TEXT("abc"), NULL, NULL, NULL) == ARO_INVALID_INPUT);

    /* A number that is none of the enum's variants. */
    CHECK(geometry_opposite(geometry_Orientation_Left) == geometry_Orientation_Right);
    CHECK(geometry_opposite(12345) == 0 && last_failed(ARO_INVALID_INPUT, "12345"));
}

static void header_fits(void) {
    CHECK(strstr(geometry_describe(), "\"hash\":\"" GEOMETRY_HASH "\"") != NULL);
}

/* The call of a number, of whatever kind. Frees what it gets if told so. */
static void call(long number, bool frees) {
    char *text = NULL;
    size_t len = 0;
    AroError error = {0, NULL, 0};
    geometry_Track track;
    switch (number % 4) {
    case 0:
        CHECK(geometry_greet(TEXT("Ada"), &text, &len, &error) == ARO_SUCCESS && len == 11);
        break;
    case 1:
        CHECK(geometry_reverse(TEXT("a string of some length"), &text, &len, &error) == ARO_SUCCESS && len == 23);
        break;
    case 2:
        CHECK(geometry_reverse(TEXT("\xFF"), &text, &len, &error) == ARO_INVALID_INPUT);
        break;
    default:
        CHECK(geometry_track_new(TEXT("a"), &track, &error) == ARO_SUCCESS && geometry_track_count(track) == 0);
        if (frees) {
            geometry_track_free(track);
        }
    }
    if (frees) {
        geometry_free(text);
        geometry_free(error.message);
    }
}

/* The bytes that the calls from 100,000 to 1,000,000 leave behind. */
static long growth(bool frees) {
    long before = 0;
    for (long number = 0; number < 1000000; number++) {
        if (number == 100000) {
            before = resident_bytes();
        }
        call(number, frees);
    }
    return resident_bytes() - before;
}

int main(int argc, char **argv) {
    const char *what = argc == 2 ? argv[1] : "";
    if (strcmp(what, "check") == 0) {
        header_fits();
        numbers_and_slices();
        strings();
        options_and_errors();
        panics();
        objects();
        bad_arguments();
        puts("ok");
    } else if (strcmp(what, "memory") == 0) {
        printf("%ld\n", growth(true));
    } else if (strcmp(what, "describe") == 0) {
        puts(geometry_describe());
    } else if (strcmp(what, "forget") == 0) {
        printf("%ld\n", growth(false));
    } else {
        fprintf(stderr, "usage: %s check|memory|forget|describe\n", argv[0]);
        return 2;
    }
    return 0;
}
