// libFuzzer over texts from anywhere: forms in which they are compared are valid UTF-8 and do not change when
// they are made again; every path survives its way through a URL.
#include "library_scanner/text/file_url.h"
#include "library_scanner/text/letter_case.h"
#include "library_scanner/text/match_key.h"
#include "library_scanner/text/normalise.h"
#include "library_scanner/text/utf8.h"
#include "tests/fuzzers/require.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace refrain;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);

    const std::string shown = to_display(bytes);
    require(is_valid_utf8(shown) && to_display(shown) == shown && (!is_valid_utf8(bytes) || shown == bytes));
    const std::string normal = normalise(bytes);
    require(is_valid_utf8(normal) && normalise(normal) == normal);
    require(is_valid_utf8(match_key(bytes)));
    require(normal.empty() || !match_key(bytes).empty());
    for (const char* language : {"en", "tr", ""}) {
        for (const auto& text : {upper_case(bytes, language), lower_case(bytes, language),
                                 title_case(bytes, language, Capitals::of_each_word),
                                 title_case(bytes, language, Capitals::of_the_first_word)}) {
            require(is_valid_utf8(text));
        }
    }

    require(percent_decoded(percent_encoded(bytes)) == bytes);
    const std::string path = "/" + std::string(bytes);
    const auto there_and_back = path_of_file_url(file_url_of(path));
    require(path.find('\0') != std::string::npos ? !there_and_back : there_and_back == path);
    if (const auto meant = path_of_file_url(bytes)) {
        require(meant->front() == '/' && meant->find('\0') == std::string::npos);
    }
    return 0;
}
