// The play queue as it stood at one moment. It is never changed once it is made: any thread may keep it and
// read it, a copy costs a pointer. The entries are shared with the pictures before and behind it, so that a
// change of a long queue copies no text. Plain value; nothing fails.
#pragma once

#include "player/queue/queue_entry.h"

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace refrain {

/// Never null, never changed.
using QueueEntryPtr = std::shared_ptr<const QueueEntry>;

class QueueSnapshot {
  public:
    class Iterator {
      public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = QueueEntry;
        using difference_type = std::ptrdiff_t;
        using pointer = const QueueEntry*;
        using reference = const QueueEntry&;

        Iterator() = default;
        explicit Iterator(const QueueEntryPtr* at) : at_(at) {}
        reference operator*() const { return **at_; }
        pointer operator->() const { return at_->get(); }
        reference operator[](difference_type n) const { return *at_[n]; }
        Iterator& operator++() { return *this += 1; }
        Iterator operator++(int) { return std::exchange(*this, *this + 1); }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator--(int) { return std::exchange(*this, *this - 1); }
        Iterator& operator+=(difference_type n) {
            at_ += n;
            return *this;
        }
        Iterator& operator-=(difference_type n) { return *this += -n; }
        friend Iterator operator+(Iterator i, difference_type n) { return i += n; }
        friend Iterator operator+(difference_type n, Iterator i) { return i += n; }
        friend Iterator operator-(Iterator i, difference_type n) { return i -= n; }
        friend difference_type operator-(Iterator a, Iterator b) { return a.at_ - b.at_; }
        friend auto operator<=>(const Iterator&, const Iterator&) = default;

      private:
        const QueueEntryPtr* at_ = nullptr;
    };

    /// An empty queue.
    QueueSnapshot();
    // Not explicit: a list of entries and a picture of them mean the same, and nothing is lost on the way.
    // NOLINTNEXTLINE(google-explicit-constructor): see above
    QueueSnapshot(std::vector<QueueEntry> entries);
    // NOLINTNEXTLINE(google-explicit-constructor): see above
    QueueSnapshot(std::initializer_list<QueueEntry> entries);
    explicit QueueSnapshot(std::vector<QueueEntryPtr> entries);

    std::size_t size() const { return content_->entries.size(); }
    bool empty() const { return content_->entries.empty(); }
    /// `index` < size().
    const QueueEntry& operator[](std::size_t index) const { return *content_->entries[index]; }
    /// Throws std::out_of_range.
    const QueueEntry& at(std::size_t index) const { return *content_->entries.at(index); }
    const QueueEntry& front() const { return *content_->entries.front(); }
    const QueueEntry& back() const { return *content_->entries.back(); }
    Iterator begin() const { return Iterator(content_->entries.data()); }
    Iterator end() const { return Iterator(content_->entries.data() + size()); }

    /// Of all entries in their order, side by side: to look an entry up without touching the others.
    std::span<const QueueEntryId> ids() const { return content_->ids; }
    const std::vector<QueueEntryPtr>& shared() const { return content_->entries; }
    /// How long the entries from `index` on are, together. 0 behind the end.
    Milliseconds length_from(std::size_t index) const;

    /// The very same picture; two that were made apart differ even when they say the same.
    bool same_as(const QueueSnapshot& other) const { return content_ == other.content_; }
    /// Nobody else keeps this picture. Exact only where no other thread can take a copy from this one.
    bool unshared() const { return content_.use_count() == 1; }

  private:
    struct Content {
        std::vector<QueueEntryPtr> entries;
        std::vector<QueueEntryId> ids;
        /// Of the entry and all behind it.
        std::vector<Milliseconds> lengths;
    };
    std::shared_ptr<const Content> content_;
};

}  // namespace refrain
