/* A device and a clock that do what a test says, put between a program and the system by LD_PRELOAD (64-bit Linux).
 *
 * DEVICE_ORDERS names a file of eight 64-bit numbers, which the test writes and this library maps; DEVICE_UNDER the
 * folder whose files are meant; DEVICE_TRACE, where it is set, a file that takes down every call as it happens. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Seconds that the clock is ahead; calls on the device so far; the call that fails; how many fail from there on; what
 * they answer; and whether flushes are held back for now. */
enum { CLOCK_S, CALLS, FAILS_AT, FAILURES, ERROR, HELD };
enum { WRITE = 1, CUT, SYNC, GONE };

static volatile int64_t *orders;
static const char *under;
static int trace = -1;
static int taking_down;

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("DEVICE_ORDERS"), *log = getenv("DEVICE_TRACE");
    int fd = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
    void *place = fd < 0 ? MAP_FAILED : mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    under = getenv("DEVICE_UNDER");
    if (place == MAP_FAILED || !under) return;
    trace = log ? open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    orders = place;
}

/* What follows the folder in a path, or nothing. */
static const char *below(const char *path) {
    size_t length = strlen(under);
    return strncmp(path, under, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

static const char *name_of(int fd, char *path) {
    char link[32];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, 4095);
    if (length < 0) return NULL;
    path[length] = 0;
    return below(path);
}

/* One at a time, so that the order on paper is the true one. */
static void take_down(int64_t kind, const char *name, int64_t offset, int64_t length, const void *bytes) {
    int64_t head[4] = {kind, (int64_t)strlen(name), offset, length};
    if (trace < 0) return;
    while (__atomic_exchange_n(&taking_down, 1, __ATOMIC_ACQUIRE)) usleep(10);
    syscall(SYS_write, trace, head, sizeof head);
    syscall(SYS_write, trace, name, strlen(name));
    if (bytes) syscall(SYS_write, trace, bytes, (size_t)length);
    __atomic_store_n(&taking_down, 0, __ATOMIC_RELEASE);
}

/* Whether the call fails; one that does not is taken down. */
static int fails(int kind, int fd, int64_t offset, int64_t length, const void *bytes) {
    char path[4096];
    const char *name = orders ? name_of(fd, path) : NULL;
    int64_t call;
    if (!name) return 0;
    call = __atomic_fetch_add(&orders[CALLS], 1, __ATOMIC_SEQ_CST);
    while (kind == SYNC && orders[HELD]) usleep(1000);
    if (orders[FAILURES] > 0 && call >= orders[FAILS_AT] && call < orders[FAILS_AT] + orders[FAILURES]) {
        errno = (int)orders[ERROR];
        return 1;
    }
    take_down(kind, name, offset, length, bytes);
    return 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    return fails(WRITE, fd, offset, (int64_t)length, bytes) ? -1 : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
    int64_t offset = orders && fd > 2 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) : -1;
    return offset >= 0 && fails(WRITE, fd, offset, (int64_t)length, bytes) ? -1 : syscall(SYS_write, fd, bytes, length);
}

int ftruncate64(int fd, off64_t length) { return fails(CUT, fd, 0, length, NULL) ? -1 : (int)syscall(SYS_ftruncate, fd, length); }

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fdatasync(int fd) { return fails(SYNC, fd, 0, 0, NULL) ? -1 : (int)syscall(SYS_fdatasync, fd); }

int fsync(int fd) { return fails(SYNC, fd, 0, 0, NULL) ? -1 : (int)syscall(SYS_fsync, fd); }

int unlink(const char *path) {
    if (orders && below(path)) take_down(GONE, below(path), 0, 0, NULL);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int answer = (int)syscall(SYS_clock_gettime, clock, now);
    if (answer == 0 && orders && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += orders[CLOCK_S];
    return answer;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now) *now = exact.tv_sec;
    return exact.tv_sec;
}
