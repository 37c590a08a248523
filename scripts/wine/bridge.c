/* Runs a program of the machine for a Windows program under wine, which by itself cannot wait for
 * one or read what it prints. It runs the program of its own name: cargo.exe runs `cargo`, which
 * `$ARO_BRIDGE/cargo` names. Arguments that are paths of wine's drive Z become those of the
 * machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static void die(const char *what) {
    fprintf(stderr, "bridge: cannot %s (error %lu)\n", what, GetLastError());
    exit(125);
}

/* Writes one argument with a final NUL, as `xargs -0` reads it. */
static void write_argument(FILE *to, const char *argument) {
    if (!strncmp(argument, "\\\\?\\", 4)) argument += 4;
    int has_drive = (argument[0] == 'Z' || argument[0] == 'z') && argument[1] == ':' && argument[2] == '\\';
    if (has_drive) argument += 2;
    int is_path = has_drive || argument[0] == '/';
    for (; *argument; argument++) fputc(is_path && *argument == '\\' ? '/' : *argument, to);
    fputc(0, to);
}

/* Copies a file to one of our streams. */
static void show(const char *directory, const char *name, HANDLE to) {
    char path[MAX_PATH], bytes[65536];
    DWORD got, put;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    HANDLE from = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (from == INVALID_HANDLE_VALUE) die("read what the program printed");
    while (ReadFile(from, bytes, sizeof bytes, &got, NULL) && got) WriteFile(to, bytes, got, &put, NULL);
    CloseHandle(from);
}

int main(int count, char **arguments) {
    const char *bridge = getenv("ARO_BRIDGE");
    if (!bridge) die("find $ARO_BRIDGE");
    char name[MAX_PATH], directory[MAX_PATH], path[2 * MAX_PATH], line[4 * MAX_PATH];
    GetModuleFileNameA(NULL, name, sizeof name);
    char *base = strrchr(name, '\\') ? strrchr(name, '\\') + 1 : name;
    if (strrchr(base, '.')) *strrchr(base, '.') = 0;

    /* Another process may have had this number, and have been killed. */
    BOOL made = FALSE;
    for (int again = 0; !made && again < 1000; again++) {
        snprintf(directory, sizeof directory, "%s/call-%lu-%d", bridge, GetCurrentProcessId(), again);
        made = CreateDirectoryA(directory, NULL);
    }
    if (!made) die("create a directory for the call");
    snprintf(path, sizeof path, "%s/arguments", directory);
    FILE *file = fopen(path, "wb");
    if (!file) die("write the arguments");
    for (int i = 1; i < count; i++) write_argument(file, arguments[i]);
    fclose(file);

    snprintf(line, sizeof line, "/bin/sh %s/call.sh %s %s/%s", bridge, directory, bridge, base);
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    if (!CreateProcessA("/bin/sh", line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process)) die("start /bin/sh");

    /* Wine gives no handle to wait for. The last file appears when the program has ended. */
    int status = 125;
    snprintf(path, sizeof path, "%s/status", directory);
    for (file = NULL; !file; file = fopen(path, "rb")) Sleep(20);
    if (fscanf(file, "%d", &status) != 1) status = 125;
    fclose(file);
    show(directory, "stdout", GetStdHandle(STD_OUTPUT_HANDLE));
    show(directory, "stderr", GetStdHandle(STD_ERROR_HANDLE));
    static const char *const files[] = {"arguments", "stdout", "stderr", "status"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, files[i]);
        DeleteFileA(path);
    }
    RemoveDirectoryA(directory);
    return status;
}
