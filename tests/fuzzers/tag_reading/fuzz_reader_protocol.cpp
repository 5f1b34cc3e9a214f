// libFuzzer over what a tag reader says to the scan: any bytes are cut into messages or refused, and an
// answer that is taken says again exactly what was said.
#include "library_scanner/reader/protocol.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace refrain;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void hear(std::string_view body) {
    static_cast<void>(is_hello(body));
    if (const auto question = decode_question(body); question && question->about == About::change) {
        std::string again;
        append_change(again, question->copy, question->path, question->changes);
        require(std::string_view(again).substr(4) == body);
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
