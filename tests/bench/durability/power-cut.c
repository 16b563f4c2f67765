/* The worst power cut, without root: what survives of a database file is what it held at its last sync. Preloaded into a server, this
 * copies every database file (anything with ".db" in its name) to the folder DURABLE_DIR whenever it is synced. After a kill, that folder
 * is what a disk that loses everything unsynced would hold. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST = 4096 };

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static const char *image_folder(void) { return getenv("DURABLE_DIR"); }

/* Replaced in one rename: a kill in the middle leaves the image before. */
static void copy_to_image(int synced) {
  const char *folder = image_folder();
  if (!folder) return;
  char link[48], path[LONGEST], image[2 * LONGEST], draft[2 * LONGEST];
  snprintf(link, sizeof link, "/proc/self/fd/%d", synced);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  const char *name = base_name(path);
  if (!strstr(name, ".db")) return;
  snprintf(image, sizeof image, "%s/%s", folder, name);
  snprintf(draft, sizeof draft, "%s/%s.draft", folder, name);
  int from = open(path, O_RDONLY);
  int to = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  struct stat file;
  if (from >= 0 && to >= 0 && fstat(from, &file) == 0) {
    loff_t at = 0;
    while (at < file.st_size && copy_file_range(from, &at, to, NULL, (size_t)(file.st_size - at), 0) > 0) continue;
    if (at == file.st_size) rename(draft, image);
  }
  if (from >= 0) close(from);
  if (to >= 0) close(to);
}

typedef int (*sync_function)(int);

static int synced(const char *name, int descriptor) {
  sync_function real = (sync_function)dlsym(RTLD_NEXT, name);
  int result = real(descriptor);
  if (result == 0) copy_to_image(descriptor);
  return result;
}

int fsync(int descriptor) { return synced("fsync", descriptor); }
int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }

/* A rollback journal that is gone must be gone from the image too, or it would undo what followed it. */
int unlink(const char *path) {
  int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
  int result = real(path);
  if (result == 0 && image_folder() && strstr(base_name(path), ".db-journal")) {
    char image[2 * LONGEST];
    snprintf(image, sizeof image, "%s/%s", image_folder(), base_name(path));
    real(image);
  }
  return result;
}
