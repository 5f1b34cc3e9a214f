// refrain-tagreader: reads and writes the tags, reads the words and the covers of music files in a process of
// its own, so that a file that brings TagLib down, keeps it busy for ever or makes it eat memory harms
// nothing else. Started by the scan (reader_processes.h) with a socket as standard input; of no use by hand.
#include "library_scanner/covers/cover_art.h"
#include "library_scanner/edit/tag_writer.h"
#include "library_scanner/lyrics/lyrics_of_file.h"
#include "library_scanner/reader/serve.h"
#include "library_scanner/tags/fetch_ahead.h"
#include "library_scanner/tags/tag_reader.h"

#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

int main() {
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
        std::fputs("refrain-tagreader reads tags for Refrain and is started by it.\n", stderr);
        return 2;
    }
    refrain::confine_reader();
    refrain::serve(STDIN_FILENO, {refrain::read_music_file, refrain::lyrics_in_file, refrain::embedded_cover,
                                  refrain::change_tags_of_copy, refrain::fetch_ahead});
    return 0;
}
