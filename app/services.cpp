#include "app/services.h"

#include "recommender/serving/content_view.h"

#include <spdlog/spdlog.h>

namespace refrain::app {

Result<std::unique_ptr<Services>> Services::open(const DataPaths& paths, IfDamaged if_damaged) {
    if (auto created = paths.create(); !created) {
        return created.error();
    }
    auto database = if_damaged == IfDamaged::restore ? open_or_restore(paths.database())
                                                     : open_as_it_is(paths.database());
    if (!database) {
        return database.error();
    }
    std::unique_ptr<Services> services(new Services(paths));
    auto& opened = database.value();
    services->in_use_.emplace(std::move(opened.in_use));
    services->recovery_ = std::move(opened.recovery);
    services->database_ = std::move(opened.database);
    if (services->recovery_) {
        // In the log of the window, and on the terminal of a command.
        spdlog::warn("{}", services->recovery_->text());
    }
    services->library_ = std::make_unique<Library>(*services->database_);
    services->ratings_ = std::make_unique<Ratings>(*services->database_);
    services->playlists_ = std::make_unique<Playlists>(*services->database_);
    services->history_ = std::make_unique<ListeningHistory>(*services->database_);
    services->history_->subscribe([more = services->heard_more_] { *more = true; });
    services->impressions_ = std::make_unique<Impressions>(*services->database_);
    services->guesses_ = std::make_unique<GuessService>(paths.models());
    services->sounds_ = std::make_unique<AudioSpaceKeeper>(*services->database_);
    return services;
}

Result<SearchContext> Services::search_context() {
    if (heard_more_->exchange(false)) {
        if (auto read = facts_.refresh(*database_); !read) {
            *heard_more_ = true;
            return read.error();
        }
    }
    return SearchContext{facts_.picture(), ratings_->table(), utc_now(), nullptr};
}

Status Services::load_library() {
    if (auto loaded = library_->reload(); !loaded) {
        return loaded;
    }
    share_library();
    return Done{};
}

Status Services::refresh_library(std::span<const TrackId> ids) {
    if (auto refreshed = library_->refresh(ids); !refreshed) {
        return refreshed;
    }
    if (library_->snapshot()->size() * 4 > shared_size_ * 5) {
        share_library();
    }
    return Done{};
}

void Services::share_library() {
    const LibraryPtr library = library_->snapshot();
    shared_size_ = library->size();
    guesses_->set_library(library);
}

Status Services::load_guesses() {
    auto loaded = load_histories();
    if (loaded) {
        load_model();
    }
    return loaded;
}

Status Services::load_histories() {
    HistoryFilter ended;
    ended.include_open = false;
    auto listens = history_->listens(ended);
    if (!listens) {
        return listens.error();
    }
    auto reactions = history_->reactions();
    if (!reactions) {
        return reactions.error();
    }
    guesses_->set_history(std::move(listens).value(), std::move(reactions).value());
    return Done{};
}

Status Services::load_sounds() {
    auto space = sounds_->refresh();
    if (!space) {
        return space.error();
    }
    guesses_->set_content([space = std::move(space).value()](const ranking::Catalogue& catalogue) {
        return content_view(space, catalogue);
    });
    return Done{};
}

void Services::load_model() {
    model_note_.clear();
    if (auto loaded = guesses_->load_newest_generation(); !loaded) {
        model_note_ = loaded.error().text();
        spdlog::warn("{}", model_note_);
    }
}

}  // namespace refrain::app
