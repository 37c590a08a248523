/* A program that a typed library is linked into. It prints the description, and what functions return. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef ALPHA
const char *alpha_describe(void);
int32_t alpha_constant(void);
uint64_t alpha_tally(const char *text, size_t text_len);

int main(void) {
    puts(alpha_describe());
    printf("%d %d\n", (int)alpha_constant(), (int)alpha_tally("abc", 3));
    return 0;
}
#else
typedef struct { double x, y; } Point;
typedef struct { uint64_t slot, tag; } Track;
const char *geometry_describe(void);
double geometry_distance(Point a, Point b);
int32_t geometry_track_new(const char *name, size_t name_len, Track *out, void *error);
void geometry_track_push(Track self, Point point);
double geometry_track_length(Track self);
void geometry_track_free(Track self);

int main(void) {
    Point a = {0, 0}, b = {3, 4};
    Track track;
    puts(geometry_describe());
    geometry_track_new("x", 1, &track, NULL);
    geometry_track_push(track, a);
    geometry_track_push(track, b);
    printf("%g %g ", geometry_distance(a, b), geometry_track_length(track));
    geometry_track_free(track);
    printf("%g\n", geometry_track_length(track));
    return 0;
}
#endif
