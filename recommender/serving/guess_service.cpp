#include "recommender/serving/guess_service.h"

#include "recommender/ranking/guess_list.h"
#include "recommender/retrieval/model_generation.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace refrain {
namespace {

using ranking::Catalogue;
using ranking::EventLog;

/// Newest listens handed to the encoder; it takes the newest of them that fit its length.
constexpr std::size_t kEncoderListens = 512;

/// Everything a guess reads. Never changed once shared: a writer puts a new one in its place.
struct State {
    std::shared_ptr<const Catalogue> catalogue;
    std::shared_ptr<const EventLog> log;
    std::shared_ptr<const std::vector<Reaction>> reactions;
    std::shared_ptr<const ModelGeneration> model;
};

std::vector<EncoderStep> steps_of(const Catalogue& catalogue, std::span<const ranking::Event> events) {
    std::vector<EncoderStep> steps;
    for (auto e = events.rbegin(); e != events.rend() && steps.size() < kEncoderListens; ++e) {
        if (e->track != ranking::kNone) {
            steps.push_back({catalogue.track(e->track).id, e->rate, e->intent});
        }
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

ranking::EncoderView view_of(const State& state, std::span<const ranking::Event> events) {
    if (!state.model) {
        return {};
    }
    const Catalogue& catalogue = *state.catalogue;
    std::vector<float> user = state.model->encode(steps_of(catalogue, events), catalogue.library());
    if (user.empty()) {
        return {};
    }
    const auto shared = std::make_shared<const std::vector<float>>(std::move(user));
    ranking::EncoderView view;
    // Routes and ranker ask for the same tracks, and a track newer than the model costs a look at all its
    // tags.
    const auto known = std::make_shared<std::unordered_map<ranking::TrackIndex, double>>();
    view.similarity = [model = state.model, &catalogue, shared, known](ranking::TrackIndex i) {
        const auto [it, fresh] = known->try_emplace(i, 0.0);
        if (fresh) {
            it->second = static_cast<double>(model->similarity(*shared, catalogue.track(i)));
        }
        return it->second;
    };
    view.nearest = [model = state.model, &catalogue, shared](std::size_t k) {
        std::vector<std::pair<ranking::TrackIndex, double>> near;
        for (const auto& n : model->nearest(*shared, k)) {
            const ranking::TrackIndex i = catalogue.index_of(n.track);
            if (i != ranking::kNone) {  // the generation may be older than the library
                near.emplace_back(i, static_cast<double>(n.similarity));
            }
        }
        return near;
    };
    return view;
}

}  // namespace

struct GuessService::Impl {
    explicit Impl(std::filesystem::path directory) : model_directory(std::move(directory)) {
        auto empty = std::make_shared<State>();
        empty->catalogue = std::make_shared<const Catalogue>(nullptr);
        empty->log = std::make_shared<const EventLog>();
        empty->reactions = std::make_shared<const std::vector<Reaction>>();
        state = std::move(empty);
    }

    std::shared_ptr<const State> now_in_service() const {
        const std::lock_guard lock(state_mutex);
        return state;
    }

    /// Puts a changed copy of the state in place. Writers hold write_mutex, so no change is lost.
    template <class Change>
    void change(Change&& apply) {
        auto next = std::make_shared<State>(*now_in_service());
        apply(*next);
        const std::lock_guard lock(state_mutex);
        state = std::move(next);
    }

    std::shared_ptr<const EventLog> projected(const Catalogue& catalogue) const {
        return std::make_shared<const EventLog>(ranking::project(catalogue, listens));
    }

    const std::filesystem::path model_directory;
    const ranking::Options options;

    /// Guards the pointer alone: held for its copy, never for work.
    mutable std::mutex state_mutex;
    std::shared_ptr<const State> state;

    /// One writer at a time; guards the rows as they came, which a new library needs again.
    std::mutex write_mutex;
    std::vector<Listen> listens;

    /// One loader at a time. Apart from write_mutex: a listen does not wait for a model to be read.
    std::mutex load_mutex;
    /// Guards `refused`.
    mutable std::mutex health_mutex;
    std::vector<std::string> refused;
};

GuessService::GuessService(std::filesystem::path model_directory)
    : impl_(std::make_unique<Impl>(std::move(model_directory))) {}

GuessService::~GuessService() = default;

void GuessService::set_library(LibraryPtr library) {
    auto catalogue = std::make_shared<const Catalogue>(std::move(library));
    const std::lock_guard lock(impl_->write_mutex);
    auto log = impl_->projected(*catalogue);
    impl_->change([&](State& s) {
        s.catalogue = std::move(catalogue);
        s.log = std::move(log);
    });
}

void GuessService::set_history(std::vector<Listen> listens, std::vector<Reaction> reactions) {
    std::stable_sort(listens.begin(), listens.end(),
                     [](const Listen& a, const Listen& b) { return a.started_at < b.started_at; });
    std::stable_sort(reactions.begin(), reactions.end(),
                     [](const Reaction& a, const Reaction& b) { return a.at < b.at; });
    const std::lock_guard lock(impl_->write_mutex);
    impl_->listens = std::move(listens);
    auto log = impl_->projected(*impl_->now_in_service()->catalogue);
    impl_->change([&](State& s) {
        s.log = std::move(log);
        s.reactions = std::make_shared<const std::vector<Reaction>>(std::move(reactions));
    });
}

void GuessService::add_listen(const Listen& listen) {
    const std::lock_guard lock(impl_->write_mutex);
    auto& listens = impl_->listens;
    // A row that was handed over before (refreshed, then closed) takes its old one's place.
    const auto same = listen.id.valid()
                          ? std::find_if(listens.rbegin(), listens.rend(),
                                         [&](const Listen& held) { return held.id == listen.id; })
                          : listens.rend();
    const bool fresh = same == listens.rend();
    if (!fresh) {
        listens.erase(std::next(same).base());
    }
    listens.insert(std::upper_bound(listens.begin(), listens.end(), listen.started_at,
                                    [](UtcTime t, const Listen& held) { return t < held.started_at; }),
                   listen);
    const auto state = impl_->now_in_service();
    auto log = std::make_shared<EventLog>(*state->log);
    std::shared_ptr<const EventLog> next = log;
    if (!fresh || !log->append(*state->catalogue, listen)) {
        next = impl_->projected(*state->catalogue);
    }
    impl_->change([&](State& s) { s.log = std::move(next); });
}

void GuessService::add_reaction(const Reaction& reaction) {
    const std::lock_guard lock(impl_->write_mutex);
    auto reactions = std::make_shared<std::vector<Reaction>>(*impl_->now_in_service()->reactions);
    reactions->insert(std::upper_bound(reactions->begin(), reactions->end(), reaction.at,
                                       [](UtcTime t, const Reaction& held) { return t < held.at; }),
                      reaction);
    impl_->change([&](State& s) { s.reactions = std::move(reactions); });
}

Status GuessService::load_newest_generation() {
    const std::lock_guard loading(impl_->load_mutex);
    const auto in_service = impl_->now_in_service()->model;
    std::vector<std::string> refused;
    std::shared_ptr<const ModelGeneration> loaded;
    std::optional<Error> newest_error;
    for (const std::string& name : list_generations(impl_->model_directory)) {
        if (in_service && name == in_service->name()) {
            break;  // all that is newer was refused
        }
        auto result = ModelGeneration::load(impl_->model_directory / name);
        if (result.ok()) {
            loaded = std::move(result).value();
            break;
        }
        refused.push_back(name + ": " + result.error().text());
        if (!newest_error) {
            newest_error = result.error();
        }
    }
    {
        const std::lock_guard lock(impl_->health_mutex);
        impl_->refused = std::move(refused);
    }
    if (loaded) {
        const std::lock_guard lock(impl_->write_mutex);
        impl_->change([&](State& s) { s.model = std::move(loaded); });
        return Done{};
    }
    if (newest_error) {
        return *newest_error;
    }
    return Done{};
}

GuessList GuessService::guess(const GuessRequest& request) const {
    const auto state = impl_->now_in_service();
    const auto events = state->log->until(request.at);
    GuessList list = ranking::make_guess_list(*state->catalogue, events, *state->reactions,
                                              view_of(*state, events), request, impl_->options);
    list.model = state->model ? state->model->name() : std::string{};
    return list;
}

std::vector<HeldBack> GuessService::held_back(UtcTime at) const {
    const auto state = impl_->now_in_service();
    return ranking::Damping(*state->catalogue, state->log->until(at), *state->reactions, at,
                            impl_->options.damping)
        .held_back();
}

ModelHealth GuessService::health() const {
    ModelHealth health;
    if (const auto model = impl_->now_in_service()->model) {
        health.generation = model->name();
        health.items = model->items();
        health.index = model->index_kind();
    }
    const std::lock_guard lock(impl_->health_mutex);
    health.refused = impl_->refused;
    return health;
}

}  // namespace refrain
