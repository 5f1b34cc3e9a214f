#include "library_scanner/tags/trailing_ape_tag.h"

#include <apefooter.h>

namespace refrain {

TrailingApeTag trailing_ape_tag(TagLib::File& file) {
    using TagLib::APE::Footer;
    constexpr long id3v1_size = 128;
    const auto footer_size = static_cast<long>(Footer::size());
    const auto bytes_at = [&](long at, unsigned long size) {
        if (at < 0) {
            return TagLib::ByteVector();
        }
        file.seek(at);
        return file.readBlock(size);
    };
    const long end = file.length() - (bytes_at(file.length() - id3v1_size, 3) == "TAG" ? id3v1_size : 0);
    const auto bytes = bytes_at(end - footer_size, Footer::size());
    if (!bytes.startsWith(Footer::fileIdentifier())) {
        return {};
    }
    const Footer footer(bytes);
    const auto size = static_cast<unsigned long>(footer.completeTagSize());
    if (footer.isHeader() || size < Footer::size() || size > static_cast<unsigned long>(end)) {
        return {};
    }
    return {std::make_unique<TagLib::APE::Tag>(&file, end - footer_size), end - static_cast<long>(size),
            size};
}

}  // namespace refrain
