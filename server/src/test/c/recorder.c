/*
 * Records what a process does to the files below one folder, so that a test can build the disk as a loss of power
 * may have left it at any moment. Loaded with LD_PRELOAD; Linux, 64 bit.
 *
 *   WAXWING_RECORD_FOLDER  what is recorded: this folder and all below it, an absolute path without a link in it
 *   WAXWING_RECORD_LOG     where the record goes; outside of that folder
 *
 * Each call stands between the program and the kernel: it makes the system call itself and, if that succeeded and
 * concerned the folder, appends one event to the log. One mutex is held around both, so the events stand in the
 * order of their effect: what is before a SYNC in the log was written when the kernel was asked to sync.
 *
 * An event is a header of 40 bytes in the machine's byte order (struct event), then the first path, the second
 * path and the data, each as long as the header says.
 *
 * Not seen: writes through mappings, and those of the C library's own streams. The test that compares the replayed
 * log with the real files notices if a program uses them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum op {
    OPEN = 1,        /* descriptor, first = 1 if the file was made by it, second = 1 if it was truncated, path */
    CLOSE = 2,       /* descriptor */
    WRITE = 3,       /* descriptor, first = offset, data */
    TRUNCATE = 4,    /* descriptor, first = size */
    EXTEND = 5,      /* descriptor, first = size that the file has at least from now on */
    ZERO = 6,        /* descriptor, first = offset, second = length; does not change the size */
    SYNC = 7,        /* descriptor, of a file or a folder */
    SYNC_RANGE = 8,  /* descriptor; promises nothing */
    RENAME = 9,      /* both paths */
    LINK = 10,       /* both paths */
    UNLINK = 11,     /* path */
    MKDIR = 12,      /* path */
};

struct event {
    int32_t op;
    int32_t descriptor;
    int64_t first;
    int64_t second;
    int32_t path;
    int32_t other_path;
    int32_t data;
    int32_t unused;
};

#define DESCRIPTORS 65536

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char recorded[DESCRIPTORS];
static const char *folder;
static int log_file = -1;

__attribute__((constructor)) static void start(void) {
    const char *log_path = getenv("WAXWING_RECORD_LOG");
    if (log_path != NULL) {
        log_file = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        folder = getenv("WAXWING_RECORD_FOLDER");
    }
}

static int is_inside(const char *path) {
    size_t length;
    if (log_file < 0 || folder == NULL || path == NULL) {
        return 0;
    }
    length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static int is_recorded(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS && recorded[descriptor];
}

/* A log with a gap would prove nothing, so a failure to write it ends the process. */
static void append(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        long written = syscall(SYS_write, log_file, at, length);
        if (written < 0) {
            abort();
        }
        at += written;
        length -= (size_t)written;
    }
}

static void note(enum op op, int descriptor, int64_t first, int64_t second, const char *path, const char *other_path) {
    struct event event = {op, descriptor, first, second, 0, 0, 0, 0};
    event.path = path == NULL ? 0 : (int32_t)strlen(path);
    event.other_path = other_path == NULL ? 0 : (int32_t)strlen(other_path);
    append(&event, sizeof event);
    append(path, (size_t)event.path);
    append(other_path, (size_t)event.other_path);
}

static void note_write(int descriptor, int64_t offset, const struct iovec *parts, int count, size_t length) {
    struct event event = {WRITE, descriptor, offset, 0, 0, 0, (int32_t)length, 0};
    append(&event, sizeof event);
    for (int i = 0; i < count && length > 0; i++) {
        size_t part = parts[i].iov_len < length ? parts[i].iov_len : length;
        append(parts[i].iov_base, part);
        length -= part;
    }
}

/* Makes a call; if it concerns the folder, then under the mutex, and notes it when it succeeded. Keeps its errno. */
#define RECORDED(type, concerned, call, noted)                                                                         \
    do {                                                                                                               \
        if (!(concerned)) {                                                                                            \
            return (type)(call);                                                                                       \
        }                                                                                                              \
        type result;                                                                                                   \
        int error;                                                                                                     \
        pthread_mutex_lock(&mutex);                                                                                    \
        result = (type)(call);                                                                                         \
        error = errno;                                                                                                 \
        if (result >= 0) {                                                                                             \
            noted;                                                                                                     \
        }                                                                                                              \
        pthread_mutex_unlock(&mutex);                                                                                  \
        errno = error;                                                                                                 \
        return result;                                                                                                 \
    } while (0)

static int opened(int at, const char *path, int flags, mode_t mode) {
    struct stat before;
    int made;
    if (!is_inside(path)) {
        return (int)syscall(SYS_openat, at, path, flags, mode);
    }
    pthread_mutex_lock(&mutex);
    made = (flags & O_CREAT) != 0 && stat(path, &before) != 0;
    int descriptor = (int)syscall(SYS_openat, at, path, flags, mode);
    int error = errno;
    if (descriptor >= DESCRIPTORS) {
        abort();
    }
    if (descriptor >= 0) {
        recorded[descriptor] = 1;
        note(OPEN, descriptor, made, (flags & O_TRUNC) != 0, path, NULL);
    }
    pthread_mutex_unlock(&mutex);
    errno = error;
    return descriptor;
}

static mode_t mode_of(int flags, va_list rest) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? (mode_t)va_arg(rest, int) : 0;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return opened(AT_FDCWD, path, flags, mode);
}

int openat(int at, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return opened(at, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
    return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

/* What the compiler's buffer checks make of open. */
int __open_2(const char *path, int flags) {
    return opened(AT_FDCWD, path, flags, 0);
}

int __openat_2(int at, const char *path, int flags) {
    return opened(at, path, flags, 0);
}

int close(int descriptor) {
    RECORDED(int, is_recorded(descriptor), syscall(SYS_close, descriptor), {
        recorded[descriptor] = 0;
        note(CLOSE, descriptor, 0, 0, NULL, NULL);
    });
}

/* Where a write at the file's position went: it ended at the position that the file has now. */
#define BEGAN(descriptor, written) ((int64_t)syscall(SYS_lseek, descriptor, 0L, SEEK_CUR) - (written))

ssize_t write(int descriptor, const void *bytes, size_t length) {
    struct iovec part = {(void *)bytes, length};
    RECORDED(ssize_t, is_recorded(descriptor), syscall(SYS_write, descriptor, bytes, length),
             note_write(descriptor, BEGAN(descriptor, result), &part, 1, (size_t)result));
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    RECORDED(ssize_t, is_recorded(descriptor), syscall(SYS_writev, descriptor, parts, count),
             note_write(descriptor, BEGAN(descriptor, result), parts, count, (size_t)result));
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
    struct iovec part = {(void *)bytes, length};
    RECORDED(ssize_t, is_recorded(descriptor), syscall(SYS_pwrite64, descriptor, bytes, length, offset),
             note_write(descriptor, offset, &part, 1, (size_t)result));
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
    RECORDED(ssize_t, is_recorded(descriptor), syscall(SYS_pwritev, descriptor, parts, count, offset, 0L),
             note_write(descriptor, offset, parts, count, (size_t)result));
}

int ftruncate(int descriptor, off_t size) {
    RECORDED(int, is_recorded(descriptor), syscall(SYS_ftruncate, descriptor, size),
             note(TRUNCATE, descriptor, size, 0, NULL, NULL));
}

/* What only sets blocks aside changes nothing that can be read, and leaves no event. */
int fallocate(int descriptor, int mode, off_t offset, off_t length) {
    RECORDED(int, is_recorded(descriptor), syscall(SYS_fallocate, descriptor, mode, offset, length), {
        if ((mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0) {
            abort();
        }
        if ((mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0) {
            note(ZERO, descriptor, offset, length, NULL, NULL);
        }
        if ((mode & FALLOC_FL_KEEP_SIZE) == 0) {
            note(EXTEND, descriptor, offset + length, 0, NULL, NULL);
        }
    });
}

int posix_fallocate(int descriptor, off_t offset, off_t length) {
    return fallocate(descriptor, 0, offset, length) == 0 ? 0 : errno;
}

int fsync(int descriptor) {
    RECORDED(int, is_recorded(descriptor), syscall(SYS_fsync, descriptor), note(SYNC, descriptor, 0, 0, NULL, NULL));
}

int fdatasync(int descriptor) {
    RECORDED(int, is_recorded(descriptor), syscall(SYS_fdatasync, descriptor),
             note(SYNC, descriptor, 0, 0, NULL, NULL));
}

int sync_file_range(int descriptor, off_t offset, off_t length, unsigned flags) {
    RECORDED(int, is_recorded(descriptor), syscall(SYS_sync_file_range, descriptor, offset, length, flags),
             note(SYNC_RANGE, descriptor, offset, length, NULL, NULL));
}

#define NAMES(op, path, other_path, call)                                                                              \
    RECORDED(int, is_inside(path) || is_inside(other_path), call, note(op, -1, 0, 0, path, other_path))

int rename(const char *from, const char *to) {
    NAMES(RENAME, from, to, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int link(const char *from, const char *to) {
    NAMES(LINK, from, to, syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int unlink(const char *path) {
    NAMES(UNLINK, path, NULL, syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

int mkdir(const char *path, mode_t mode) {
    NAMES(MKDIR, path, NULL, syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int at, const char *path, int flags, ...) __attribute__((alias("openat")));
int creat64(const char *path, mode_t mode) __attribute__((alias("creat")));
int __open64_2(const char *path, int flags) __attribute__((alias("__open_2")));
int __openat64_2(int at, const char *path, int flags) __attribute__((alias("__openat_2")));
ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off_t offset) __attribute__((alias("pwrite")));
ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off_t offset) __attribute__((alias("pwritev")));
int ftruncate64(int descriptor, off_t size) __attribute__((alias("ftruncate")));
int fallocate64(int descriptor, int mode, off_t offset, off_t length) __attribute__((alias("fallocate")));
int posix_fallocate64(int descriptor, off_t offset, off_t length) __attribute__((alias("posix_fallocate")));
