#ifndef LEAT_CPAGE_H
#define LEAT_CPAGE_H

#include <stddef.h>

/// One file of the page at `/`, as it was when the program was built.
struct LeatPageFile {
    /// Where it is served: "/" or "/page/…".
    const char *path;
    const char *contentType;
    const unsigned char *bytes;
    size_t count;
};

/// The file of that number, counted from 0; NULL behind the last.
const struct LeatPageFile *leatPageFile(size_t number);

#endif
