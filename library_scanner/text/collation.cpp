#include "library_scanner/text/collation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <future>
#include <utility>

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace refrain {
namespace {

/// Below this many words a second thread costs more than it saves.
constexpr std::size_t least_shared = 4096;
constexpr std::size_t cancel_every = 256;

/// A sort key among others: most are told apart by their first bytes, without a look at the rest.
struct Key {
    std::uint64_t first_bytes = 0;
    std::uint32_t start = 0, size = 0;
    std::uint32_t word = 0;
};

/// Sort keys end to end.
struct Keys {
    std::string bytes;
    std::vector<Key> keys;

    std::string_view of(const Key& key) const { return std::string_view(bytes).substr(key.start, key.size); }
};

std::uint64_t first_bytes_of(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
        value = value << 8U | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    return value;
}

/// The key of one word, at the end of `into`.
void append_key(const icu::Collator* collator, std::string_view word, std::string& into) {
    if (collator == nullptr) {
        into.append(word);
        return;
    }
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
    std::array<std::uint8_t, 256> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
    const std::int32_t size =
        collator->getSortKey(text, buffer.data(), static_cast<std::int32_t>(buffer.size()));
    const auto start = into.size();
    // The zero at the end is part of the size.
    const auto kept = static_cast<std::size_t>(std::max(size, 1) - 1);
    if (kept < buffer.size()) {
        into.append(reinterpret_cast<const char*>(buffer.data()), kept);  // NOLINT: bytes
        return;
    }
    into.resize(start + kept + 1);
    collator->getSortKey(text, reinterpret_cast<std::uint8_t*>(into.data() + start), size);  // NOLINT: bytes
    into.resize(start + kept);
}

/// The keys of a part of the words, in their order.
Keys sorted_keys(const icu::Collator* collator, std::span<const std::string_view> words, std::uint32_t first,
                 const std::atomic<bool>& cancelled) {
    Keys made;
    made.keys.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i % cancel_every == 0 && cancelled) {
            return made;
        }
        const auto start = static_cast<std::uint32_t>(made.bytes.size());
        append_key(collator, words[i], made.bytes);
        const auto size = static_cast<std::uint32_t>(made.bytes.size()) - start;
        made.keys.push_back({first_bytes_of(std::string_view(made.bytes).substr(start)), start, size,
                             first + static_cast<std::uint32_t>(i)});
    }
    std::sort(made.keys.begin(), made.keys.end(), [&](const Key& a, const Key& b) {
        return a.first_bytes != b.first_bytes ? a.first_bytes < b.first_bytes : made.of(a) < made.of(b);
    });
    return made;
}

}  // namespace

struct Collation::Impl {
    std::unique_ptr<icu::Collator> collator;
};

Collation::Collation(const std::string& locale) : impl_(std::make_unique<Impl>()) {
    UErrorCode error = U_ZERO_ERROR;
    impl_->collator.reset(icu::Collator::createInstance(icu::Locale(locale.c_str()), error));
    if (U_FAILURE(error)) {
        impl_->collator.reset();
        return;
    }
    impl_->collator->setStrength(icu::Collator::SECONDARY);
    impl_->collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, error);
}

Collation::~Collation() = default;

std::vector<std::uint32_t> Collation::ranks(std::span<const std::string_view> words,
                                            const std::atomic<bool>& cancelled) const {
    const icu::Collator* collator = impl_->collator.get();
    const std::size_t half = words.size() < least_shared ? words.size() : words.size() / 2;
    // A collator of its own: they are cheap, and what one keeps between two words is not for two threads.
    const std::unique_ptr<icu::Collator> other(collator != nullptr && half < words.size() ? collator->clone()
                                                                                          : nullptr);
    auto later = std::async(half < words.size() ? std::launch::async : std::launch::deferred, [&] {
        return sorted_keys(other.get(), words.subspan(half), static_cast<std::uint32_t>(half), cancelled);
    });
    const Keys a = sorted_keys(collator, words.first(half), 0, cancelled);
    const Keys b = later.get();
    std::vector<std::uint32_t> ranks(words.size());
    if (cancelled) {
        return ranks;
    }
    // Merges the two, counting as it goes.
    std::string_view last;
    std::uint32_t rank = 0;
    bool any = false;
    auto x = a.keys.begin();
    auto y = b.keys.begin();
    while (x != a.keys.end() || y != b.keys.end()) {
        const bool from_a = y == b.keys.end() || (x != a.keys.end() && a.of(*x) <= b.of(*y));
        const Key& key = from_a ? *x++ : *y++;
        const std::string_view bytes = from_a ? a.of(key) : b.of(key);
        rank += any && bytes != last ? 1 : 0;
        ranks[key.word] = rank;
        last = bytes;
        any = true;
    }
    return ranks;
}

}  // namespace refrain
