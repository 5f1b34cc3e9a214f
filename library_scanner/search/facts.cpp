#include "library_scanner/search/facts.h"

#include "library_scanner/database/database.h"
#include "library_scanner/database/sqlite_error.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace refrain {

const FactPicture::Chunk* FactPicture::chunk(std::int64_t number) const {
    const auto found = chunks_.find(number);
    return found == chunks_.end() ? nullptr : found->second.get();
}

TrackFacts FactPicture::of(TrackId id) const {
    const std::int64_t number = TrackChunk::number_of(id);
    const Chunk* facts = chunk(number);
    return facts == nullptr ? TrackFacts()
                            : (*facts)[static_cast<std::size_t>(id.value() - number * TrackChunk::ids)];
}

/// The next picture: shares the chunks it does not touch with the one before.
class FactWriter {
  public:
    explicit FactWriter(FactPicture picture) : picture_(std::move(picture)) {}

    TrackFacts& of(TrackId id) {
        const std::int64_t number = TrackChunk::number_of(id);
        auto& own = own_[number];
        if (!own) {
            const FactPicture::Chunk* before = picture_.chunk(number);
            own = before != nullptr ? std::make_shared<FactPicture::Chunk>(*before)
                                    : std::make_shared<FactPicture::Chunk>();
            picture_.chunks_[number] = own;
        }
        return (*own)[static_cast<std::size_t>(id.value() - number * TrackChunk::ids)];
    }

    void count(const Listen& listen) {
        const Judgement judgement = judge(listen);
        const bool counts = !listen.private_session && !listen.browsing;
        if (judgement == Judgement::neutral && !counts) {
            return;
        }
        TrackFacts& facts = of(listen.track);
        facts.plays += judgement == Judgement::positive ? 1 : 0;
        facts.skips += judgement == Judgement::negative ? 1 : 0;
        if (counts) {
            facts.last_played_ms = std::max(facts.last_played_ms, to_ms(listen.started_at));
        }
    }

    void apply(ReactionKind kind, TrackId track, std::optional<UtcTime> until) {
        TrackFacts& facts = of(track);
        switch (kind) {
            case ReactionKind::love:
                facts.loved = true;
                break;
            case ReactionKind::unlove:
                facts.loved = false;
                break;
            case ReactionKind::ban:
                facts.banned_until_ms = until ? to_ms(*until) : std::numeric_limits<std::int64_t>::max();
                break;
            case ReactionKind::unban:
                facts.banned_until_ms = 0;
                break;
            case ReactionKind::lift:
                break;
        }
    }

    FactPicture finish() { return std::move(picture_); }

  private:
    FactPicture picture_;
    std::map<std::int64_t, std::shared_ptr<FactPicture::Chunk>> own_;
};

namespace {

/// What judge() looks at, and no more: a history has a million rows.
constexpr const char* new_listens =
    "SELECT id, track_id, started_at, heard_ms, duration_ms, end_reason, private, browsing FROM listens"
    " WHERE id > ? ORDER BY id";
constexpr const char* one_listen =
    "SELECT id, track_id, started_at, heard_ms, duration_ms, end_reason, private, browsing FROM listens"
    " WHERE id = ?";

Listen listen_in(SQLite::Statement& row) {
    Listen listen;
    listen.track = TrackId(row.getColumn(1).getInt64());
    listen.started_at = utc_from_ms(row.getColumn(2).getInt64());
    listen.heard = Milliseconds(row.getColumn(3).getInt64());
    listen.duration = Milliseconds(row.getColumn(4).getInt64());
    listen.end_reason = end_reason_from(row.getColumn(5).getText()).value_or(EndReason::unknown);
    listen.private_session = row.getColumn(6).getInt() != 0;
    listen.browsing = row.getColumn(7).getInt() != 0;
    return listen;
}

}  // namespace

FactTable::FactTable() : picture_(std::make_shared<const FactPicture>()) {}

FactPicturePtr FactTable::picture() const {
    const std::lock_guard lock(mutex_);
    return picture_;
}

Status FactTable::refresh(const Database& database) {
    const std::lock_guard one_at_a_time(refreshing_);
    try {
        const auto connection = database.reader();
        connection->exec("BEGIN");
        Progress progress = progress_;
        FactWriter writer(*picture());
        bool changed = false;
        const auto look_at = [&](SQLite::Statement& row) {
            const Listen listen = listen_in(row);
            if (listen.end_reason == EndReason::open) {
                progress.open.push_back(row.getColumn(0).getInt64());
            } else if (listen.track.valid()) {
                writer.count(listen);
                changed = true;
            }
        };
        SQLite::Statement again(*connection, one_listen);
        for (const std::int64_t id : std::exchange(progress.open, {})) {
            again.reset();
            again.bind(1, id);
            if (again.executeStep()) {
                look_at(again);
            }
        }
        SQLite::Statement listens(*connection, new_listens);
        listens.bind(1, progress.last_listen);
        while (listens.executeStep()) {
            progress.last_listen = listens.getColumn(0).getInt64();
            look_at(listens);
        }
        SQLite::Statement reactions(
            *connection, "SELECT id, kind, track_id, until FROM reactions WHERE id > ? ORDER BY id");
        reactions.bind(1, progress.last_reaction);
        while (reactions.executeStep()) {
            progress.last_reaction = reactions.getColumn(0).getInt64();
            const auto kind = reaction_kind_from(reactions.getColumn(1).getText());
            if (!kind || reactions.getColumn(2).isNull()) {
                continue;
            }
            writer.apply(*kind, TrackId(reactions.getColumn(2).getInt64()),
                         reactions.getColumn(3).isNull()
                             ? std::nullopt
                             : std::optional(utc_from_ms(reactions.getColumn(3).getInt64())));
            changed = true;
        }
        connection->exec("COMMIT");
        progress_ = std::move(progress);
        if (changed) {
            auto fresh = std::make_shared<const FactPicture>(writer.finish());
            const std::lock_guard lock(mutex_);
            picture_ = std::move(fresh);
        }
        return Done{};
    } catch (const std::exception& exception) {
        return describe(exception, database.file());
    }
}

void FactTable::forget() {
    const std::lock_guard one_at_a_time(refreshing_);
    progress_ = {};
    const std::lock_guard lock(mutex_);
    picture_ = std::make_shared<const FactPicture>();
}

}  // namespace refrain
