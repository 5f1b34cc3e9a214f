// libFuzzer over what a tag reader says to the scan: any bytes are cut into messages or refused, and an
// answer that is taken says again exactly what was said.
#include "library_scanner/cue/cue_tracks.h"
#include "library_scanner/reader/protocol.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace refrain;

/// What a scan does with it.
void use(const MusicFile& file) {
    if (!file.sheet || !*file.sheet) {
        return;
    }
    const CueSheet& sheet = file.sheet->value();
    for (std::size_t i = 0; i < sheet.files.size(); ++i) {
        const auto tracks = cue_tracks(sheet, i, file.track);
        require(tracks || !tracks.error().message.empty());
    }
    static_cast<void>(match_cue_files(sheet, "disc.cue", {"disc.flac", "a.mp3"}));
}

void hear(std::string_view body) {
    static_cast<void>(is_hello(body));
    if (const auto question = decode_question(body)) {
        std::string again;
        if (question->about == About::change) {
            append_change(again, question->copy, question->path, question->changes);
        } else {
            append_question(again, question->path, question->about);
        }
        MessageCutter cutter;
        cutter.take(again);
        require(cutter.next() == body);
    }
    static_cast<void>(decode_lyrics_answer(body, "/music/a.mp3"));
    static_cast<void>(decode_cover_answer(body, "/music/a.mp3"));
    const auto answer = decode_answer(body, "path");
    if (!answer) {
        return;
    }
    std::string again;
    append_answer(again, *answer);
    MessageCutter cutter;
    cutter.take(again);
    require(cutter.next() == body);
    if (*answer) {
        use(answer->value());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    hear(bytes);
    MessageCutter cutter;
    // In two pieces, as it may come.
    for (const auto piece : {bytes.substr(0, size / 3), bytes.substr(size / 3)}) {
        cutter.take(piece);
        while (const auto body = cutter.next()) {
            require(!body->empty() && body->size() <= size);
            hear(*body);
        }
    }
    return 0;
}
