/* The worst power cut for a database of many files. Preloaded into every process of PostgreSQL, this keeps beside the data folder what a
 * disk would hold that loses everything unsynced: of each file what it held at its last fsync or fdatasync, of each folder the names it
 * had at its own last fsync. Files are kept by inode, folders as lists of names; a file made, renamed, removed or cut short is so only
 * once somebody synced that. A file's own sync also keeps its name, as the usual Linux file systems do. sync_file_range is a hint and
 * keeps nothing; files opened with O_SYNC are not seen (wal_sync_method must be fdatasync or fsync).
 *
 *   CUT_DATA    the data folder
 *   CUT_IMAGE   what the disk holds: files/INODE, and folders/INODE with lines "INODE NAME", of which the last of a name counts. A
 *               folder's own sync writes all its names between the lines "0 begin" and "0 end", and no others are left. Renamed away,
 *               the power is cut: nothing reaches it from then on.
 *   CUT_HELD    a folder of the same file system for links to what was removed, so that no inode is used twice. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST = 1024, PIECE = 1 << 16 };

typedef unsigned long long inode;
typedef char path_name[LONGEST];

/* Read before PostgreSQL moves its environment about. */
static path_name data_folder, image_folder, held_folder;
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_unlink)(const char *), (*real_rename)(const char *, const char *);

__attribute__((constructor)) static void begin(void) {
  const char *data = getenv("CUT_DATA"), *image = getenv("CUT_IMAGE"), *held = getenv("CUT_HELD");
  *(void **)&real_fsync = dlsym(RTLD_NEXT, "fsync");
  *(void **)&real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  *(void **)&real_unlink = dlsym(RTLD_NEXT, "unlink");
  *(void **)&real_rename = dlsym(RTLD_NEXT, "rename");
  if (!data || !image || !held) return;
  snprintf(data_folder, LONGEST, "%s", data);
  snprintf(image_folder, LONGEST, "%s", image);
  snprintf(held_folder, LONGEST, "%s", held);
}

static int is_in_data(const char *path) {
  size_t length = strlen(data_folder);
  return length > 0 && strncmp(path, data_folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* A list of names is opened locked: one process at a time changes it. */
static int open_folder_list(inode folder) {
  path_name list;
  snprintf(list, sizeof list, "%.900s/folders/%llu", image_folder, folder);
  int names = open(list, O_RDWR | O_CREAT | O_APPEND, 0600);
  if (names >= 0) flock(names, LOCK_EX);
  return names;
}

/* Without its last line a list was cut, and what was there before counts. */
static void keep_folder(const char *path, inode folder) {
  DIR *entries = opendir(path);
  if (!entries) return;
  int names = open_folder_list(folder);
  if (names >= 0) {
    static char text[1 << 20];
    size_t length = (size_t)snprintf(text, sizeof text, "0 begin\n");
    for (struct dirent *entry; (entry = readdir(entries));) {
      struct stat found;
      if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
      if (fstatat(dirfd(entries), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (length + 2 * LONGEST > sizeof text) abort();
      length += (size_t)snprintf(text + length, LONGEST, "%llu %s\n", (inode)found.st_ino, entry->d_name);
    }
    length += (size_t)snprintf(text + length, LONGEST, "0 end\n");
    if (write(names, text, length) != (ssize_t)length) abort();
    close(names);
  }
  closedir(entries);
}

/* Locked, or a slower process would put older bytes over those that another one has kept since. */
static void keep_file(const char *link, const char *path, inode file) {
  path_name image, folder;
  static char piece[PIECE];
  struct stat holding;
  snprintf(image, sizeof image, "%.900s/files/%llu", image_folder, file);
  int from = open(link, O_RDONLY), to = open(image, O_RDWR | O_CREAT, 0600);
  if (from >= 0 && to >= 0) {
    flock(to, LOCK_EX);
    off_t at = 0;
    for (ssize_t length; (length = pread(from, piece, sizeof piece, at)) > 0; at += length) {
      if (pwrite(to, piece, (size_t)length, at) != length) abort();
    }
    if (ftruncate(to, at) != 0) abort();
  }
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  snprintf(folder, sizeof folder, "%s", path);
  char *slash = strrchr(folder, '/');
  *slash = '\0';
  if (stat(folder, &holding) != 0) return;
  int names = open_folder_list((inode)holding.st_ino);
  if (names < 0) return;
  /* The name may have become another file's meanwhile. */
  if (stat(path, &holding) == 0 && (inode)holding.st_ino == file) dprintf(names, "%llu %s\n", file, slash + 1);
  close(names);
}

/* Before the sync: what is kept is at most what was there when it began, and is kept when it is answered. */
static void keep(int descriptor) {
  char link[48];
  path_name path;
  struct stat synced;
  if (image_folder[0] == '\0') return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  if (!is_in_data(path) || fstat(descriptor, &synced) != 0 || synced.st_nlink == 0) return;
  if (S_ISDIR(synced.st_mode)) keep_folder(path, (inode)synced.st_ino);
  else if (S_ISREG(synced.st_mode)) keep_file(link, path, (inode)synced.st_ino);
}

int fsync(int descriptor) {
  keep(descriptor);
  return real_fsync(descriptor);
}

int fdatasync(int descriptor) {
  keep(descriptor);
  return real_fdatasync(descriptor);
}

static void hold(const char *path) {
  struct stat removed;
  path_name held;
  if (held_folder[0] == '\0' || lstat(path, &removed) != 0 || !S_ISREG(removed.st_mode)) return;
  snprintf(held, sizeof held, "%.900s/%llu", held_folder, (inode)removed.st_ino);
  if (link(path, held) != 0) return;
}

int unlink(const char *path) {
  hold(path);
  return real_unlink(path);
}

int rename(const char *from, const char *to) {
  hold(to);
  return real_rename(from, to);
}
