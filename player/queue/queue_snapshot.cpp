#include "player/queue/queue_snapshot.h"

#include <utility>

namespace refrain {
namespace {

std::vector<QueueEntryPtr> share(std::vector<QueueEntry> entries) {
    std::vector<QueueEntryPtr> shared;
    shared.reserve(entries.size());
    for (QueueEntry& entry : entries) {
        shared.push_back(std::make_shared<const QueueEntry>(std::move(entry)));
    }
    return shared;
}

}  // namespace

QueueSnapshot::QueueSnapshot() {
    static const auto nothing = std::make_shared<const Content>();
    content_ = nothing;
}

QueueSnapshot::QueueSnapshot(std::vector<QueueEntry> entries) : QueueSnapshot(share(std::move(entries))) {}

QueueSnapshot::QueueSnapshot(std::initializer_list<QueueEntry> entries)
    : QueueSnapshot(std::vector<QueueEntry>(entries)) {}

QueueSnapshot::QueueSnapshot(std::vector<QueueEntryPtr> entries) {
    auto content = std::make_shared<Content>();
    content->entries = std::move(entries);
    const std::size_t size = content->entries.size();
    content->ids.resize(size);
    content->lengths.resize(size);
    Milliseconds length{0};
    for (std::size_t i = size; i-- > 0;) {
        const QueueEntry& entry = *content->entries[i];
        length += entry.duration;
        content->ids[i] = entry.id;
        content->lengths[i] = length;
    }
    content_ = std::move(content);
}

Milliseconds QueueSnapshot::length_from(std::size_t index) const {
    return index < size() ? content_->lengths[index] : Milliseconds(0);
}

}  // namespace refrain
