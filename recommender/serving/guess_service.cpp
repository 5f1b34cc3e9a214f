#include "recommender/serving/guess_service.h"

#include "recommender/ranking/guess_list.h"
#include "recommender/ranking/ranker_fit.h"
#include "recommender/retrieval/listener_vector.h"
#include "recommender/retrieval/live_index.h"
#include "recommender/retrieval/model_generation.h"
#include "recommender/serving/encoder_view.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <utility>

namespace refrain {
namespace {

using ranking::Catalogue;
using ranking::EventLog;

/// How long a private session is remembered: longer than any damping lasts, and than an evening.
constexpr std::chrono::hours kPrivateMemory{12};

constexpr const char* kRankerFile = "ranker.json";

/// Everything a guess reads. Never changed once shared: a writer puts a new one in its place.
struct State {
    std::shared_ptr<const Catalogue> catalogue;
    std::shared_ptr<const EventLog> log;
    std::shared_ptr<const std::vector<Reaction>> reactions;
    /// What was heard in this evening's private session.
    std::shared_ptr<const std::vector<ranking::Event>> in_private;
    ranking::ContentView content;
    std::shared_ptr<const ModelGeneration> model;
    std::shared_ptr<const ranking::RankerModel> ranker;
    /// Changes whenever the log is made anew, and not when something is appended to it.
    std::uint64_t lineage = 0;
    /// The model's items and the tracks of the library that came after it; nothing without a model.
    std::shared_ptr<const LiveIndex> items;
    /// Of the whole log, by that model; nothing without one.
    std::shared_ptr<const std::vector<float>> listener;
};

/// The taste state of the log in service, brought up to date when it is asked for. Writers never wait for it.
class TasteKeeper {
  public:
    /// Calls `use` with the state of exactly `events`, the first of the log of `state`.
    template <class Use>
    auto with(const State& state, std::span<const ranking::Event> events, Use use) {
        const std::lock_guard lock(mutex_);
        if (lineage_ != state.lineage || taste_.appended() > state.log->all().size()) {
            // An older state than the one kept, or one asked about an earlier time, would be built for
            // itself.
            if (lineage_ > state.lineage || events.size() != state.log->all().size()) {
                return use(ranking::TasteState(*state.catalogue, events));
            }
            taste_ = {};
            lineage_ = state.lineage;
        }
        if (events.size() < taste_.appended()) {
            return use(ranking::TasteState(*state.catalogue, events));
        }
        for (const ranking::Event& e : events.subspan(taste_.appended())) {
            taste_.append(*state.catalogue, e);
        }
        return use(std::as_const(taste_));
    }

  private:
    std::mutex mutex_;
    ranking::TasteState taste_;
    std::uint64_t lineage_ = 0;
};

std::optional<EncoderStep> step_of(const Catalogue& catalogue, const ranking::Event& event) {
    if (event.track == ranking::kNone) {
        return std::nullopt;
    }
    return EncoderStep{catalogue.track(event.track).id, event.rate, event.intent};
}

ListenerVector listener_after(std::shared_ptr<const ModelGeneration> model, const Catalogue& catalogue,
                              std::span<const ranking::Event> events) {
    std::vector<EncoderStep> steps;
    steps.reserve(events.size());
    for (const ranking::Event& event : events) {
        if (const auto step = step_of(catalogue, event)) {
            steps.push_back(*step);
        }
    }
    return {std::move(model), steps, catalogue.library()};
}

std::span<const ranking::Event> until(const std::vector<ranking::Event>& events, UtcTime at) {
    const auto end = std::upper_bound(events.begin(), events.end(), at,
                                      [](UtcTime t, const ranking::Event& e) { return t < e.at; });
    return {events.data(), static_cast<std::size_t>(end - events.begin())};
}

/// `views` must live as long as what is returned.
ranking::Sources sources_of(const State& state, const ranking::Views& views, UtcTime at, bool in_private) {
    ranking::Sources sources{*state.catalogue, state.log->until(at), *state.reactions, views};
    if (in_private) {
        sources.in_private = until(*state.in_private, at);
    }
    return sources;
}

ranking::EncoderView view_of(const State& state, std::span<const ranking::Event> events) {
    if (!state.model) {
        return {};
    }
    // A question about an earlier time has a listener of its own.
    auto listener = events.size() == state.log->all().size()
                        ? state.listener
                        : std::make_shared<const std::vector<float>>(
                              listener_after(state.model, *state.catalogue, events).vector());
    return encoder_view(state.model, state.items, std::move(listener), *state.catalogue);
}

}  // namespace

struct GuessService::Impl {
    explicit Impl(std::filesystem::path directory) : model_directory(std::move(directory)) {
        auto empty = std::make_shared<State>();
        empty->catalogue = std::make_shared<const Catalogue>(nullptr);
        empty->log = std::make_shared<const EventLog>();
        empty->reactions = std::make_shared<const std::vector<Reaction>>();
        empty->in_private = std::make_shared<const std::vector<ranking::Event>>();
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

    /// After every change that is more than one listen behind all others. Holds write_mutex.
    void encode_anew(State& s) {
        along.reset();
        s.listener.reset();
        if (s.model) {
            along.emplace(listener_after(s.model, *s.catalogue, s.log->all()));
            s.listener = std::make_shared<const std::vector<float>>(along->vector());
        }
    }

    /// The newest listen of the log. Holds write_mutex.
    void encode_newest(State& s) {
        const auto step = along ? step_of(*s.catalogue, s.log->all().back()) : std::nullopt;
        if (step) {
            along->append(*step, s.catalogue->library());
            s.listener = std::make_shared<const std::vector<float>>(along->vector());
        }
    }

    std::shared_ptr<const EventLog> projected(const Catalogue& catalogue) const {
        return std::make_shared<const EventLog>(ranking::project(catalogue, listens));
    }

    /// Holds write_mutex.
    std::shared_ptr<const std::vector<ranking::Event>> private_events(const Catalogue& catalogue) const {
        auto events = std::make_shared<std::vector<ranking::Event>>();
        for (Listen listen : private_listens) {
            listen.private_session = false;  // for the judgement alone, which says nothing of private ones
            events->push_back(ranking::event_of(catalogue, listen));
        }
        return events;
    }

    void fill_content(State& s) const {
        s.content = content ? content(*s.catalogue) : ranking::ContentView{};
    }

    /// Keeps a listen of a private session for as long as it can still hold anything back.
    void add_private(const Listen& listen) {
        if (listen.end_reason == EndReason::open) {
            return;
        }
        std::erase_if(private_listens, [&](const Listen& held) {
            return (listen.id.valid() && held.id == listen.id) ||
                   listen.started_at - held.started_at > kPrivateMemory;
        });
        private_listens.insert(
            std::upper_bound(private_listens.begin(), private_listens.end(), listen.started_at,
                             [](UtcTime t, const Listen& held) { return t < held.started_at; }),
            listen);
        change([&](State& s) { s.in_private = private_events(*s.catalogue); });
    }

    const std::filesystem::path model_directory;
    const ranking::Options options;

    /// Guards the pointer alone: held for its copy, never for work.
    mutable std::mutex state_mutex;
    std::shared_ptr<const State> state;

    /// One writer at a time; guards the rows as they came, which a new library needs again.
    std::mutex write_mutex;
    std::vector<Listen> listens;
    /// The ids of `listens`.
    std::unordered_set<std::int64_t> known;
    /// Ascending; never written anywhere. Guarded by write_mutex.
    std::vector<Listen> private_listens;
    /// Guarded by write_mutex.
    std::function<ranking::ContentView(const Catalogue&)> content;
    /// What State::listener goes along with. Guarded by write_mutex.
    std::optional<ListenerVector> along;

    mutable TasteKeeper taste;

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
        ++s.lineage;
        s.in_private = impl_->private_events(*s.catalogue);
        impl_->fill_content(s);
        if (s.model) {
            s.items = LiveIndex::make(s.model, s.catalogue->library(), s.items);
        }
        impl_->encode_anew(s);
    });
}

void GuessService::set_history(std::vector<Listen> listens, std::vector<Reaction> reactions) {
    std::stable_sort(listens.begin(), listens.end(),
                     [](const Listen& a, const Listen& b) { return a.started_at < b.started_at; });
    std::stable_sort(reactions.begin(), reactions.end(),
                     [](const Reaction& a, const Reaction& b) { return a.at < b.at; });
    const std::lock_guard lock(impl_->write_mutex);
    impl_->listens = std::move(listens);
    impl_->known.clear();
    for (const Listen& listen : impl_->listens) {
        if (listen.id.valid()) {
            impl_->known.insert(listen.id.value());
        }
    }
    auto log = impl_->projected(*impl_->now_in_service()->catalogue);
    impl_->change([&](State& s) {
        s.log = std::move(log);
        ++s.lineage;
        s.reactions = std::make_shared<const std::vector<Reaction>>(std::move(reactions));
        impl_->encode_anew(s);
    });
}

void GuessService::set_content(std::function<ranking::ContentView(const ranking::Catalogue&)> content) {
    const std::lock_guard lock(impl_->write_mutex);
    impl_->content = std::move(content);
    impl_->change([&](State& s) { impl_->fill_content(s); });
}

void GuessService::add_listen(const Listen& listen) {
    const std::lock_guard lock(impl_->write_mutex);
    if (listen.private_session) {
        impl_->add_private(listen);
        return;
    }
    auto& listens = impl_->listens;
    // A row that was handed over before (refreshed, then closed) takes its old one's place.
    const auto same = listen.id.valid() && !impl_->known.insert(listen.id.value()).second
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
    const std::size_t before = log->all().size();
    const bool last = fresh && log->append(*state->catalogue, listen);
    std::shared_ptr<const EventLog> next = last ? std::move(log) : impl_->projected(*state->catalogue);
    impl_->change([&](State& s) {
        s.log = std::move(next);
        if (!last) {
            ++s.lineage;
            impl_->encode_anew(s);
        } else if (s.log->all().size() > before) {
            impl_->encode_newest(s);
        }
    });
}

void GuessService::add_reactions(const std::vector<Reaction>& added) {
    const std::lock_guard lock(impl_->write_mutex);
    auto reactions = std::make_shared<std::vector<Reaction>>(*impl_->now_in_service()->reactions);
    const auto held = static_cast<std::ptrdiff_t>(reactions->size());
    const auto earlier = [](const Reaction& a, const Reaction& b) { return a.at < b.at; };
    reactions->insert(reactions->end(), added.begin(), added.end());
    // Both stable: what was said later stands behind what was said at the same time.
    std::stable_sort(reactions->begin() + held, reactions->end(), earlier);
    std::inplace_merge(reactions->begin(), reactions->begin() + held, reactions->end(), earlier);
    impl_->change([&](State& s) { s.reactions = std::move(reactions); });
}

Status GuessService::fit_ranker() {
    const auto state = impl_->now_in_service();
    const auto events = state->log->all();
    const UtcTime now = events.empty() ? UtcTime{} : events.back().ended;
    const ranking::Restrictions said(*state->catalogue, *state->reactions, now);
    const std::vector<ranking::TrackIndex> loved(said.loved_tracks().begin(), said.loved_tracks().end());
    auto fitted =
        std::make_shared<const ranking::RankerModel>(ranking::fit_ranker(*state->catalogue, events, loved));
    const Status written = ranking::write_ranker_model(impl_->model_directory / kRankerFile, *fitted);
    const std::lock_guard lock(impl_->write_mutex);
    impl_->change([&](State& s) { s.ranker = std::move(fitted); });
    return written;
}

std::optional<std::string> GuessService::load_ranker() {
    const auto file = impl_->model_directory / kRankerFile;
    std::error_code gone;
    if (!std::filesystem::exists(file, gone)) {
        return std::nullopt;
    }
    auto read = ranking::read_ranker_model(file);
    if (!read.ok()) {
        return read.error().text();
    }
    auto model = std::make_shared<const ranking::RankerModel>(std::move(read).value());
    const std::lock_guard lock(impl_->write_mutex);
    impl_->change([&](State& s) { s.ranker = std::move(model); });
    return std::nullopt;
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
    if (auto why = load_ranker()) {
        refused.push_back(std::move(*why));
    }
    {
        const std::lock_guard lock(impl_->health_mutex);
        impl_->refused = std::move(refused);
    }
    if (loaded) {
        const std::lock_guard lock(impl_->write_mutex);
        impl_->change([&](State& s) {
            s.items = LiveIndex::make(loaded, s.catalogue->library());
            s.model = std::move(loaded);
            impl_->encode_anew(s);
        });
        return Done{};
    }
    if (newest_error) {
        return *newest_error;
    }
    return Done{};
}

Status GuessService::merge_new_tracks() {
    const auto items = impl_->now_in_service()->items;
    if (!items || !items->wants_merge()) {
        return Done{};
    }
    auto merged = items->merged();
    if (!merged) {
        return merged.error();
    }
    const std::lock_guard lock(impl_->write_mutex);
    impl_->change([&](State& s) {
        // A library that changed meanwhile has a tail of its own: it keeps the graph.
        s.items = s.items == items ? std::move(merged).value()
                                   : LiveIndex::make(s.model, s.catalogue->library(), merged.value());
    });
    return Done{};
}

GuessList GuessService::guess(const GuessRequest& request) const {
    const auto state = impl_->now_in_service();
    const auto events = state->log->until(request.at);
    const ranking::Views views{view_of(*state, events), state->content};
    ranking::Sources sources = sources_of(*state, views, request.at, request.private_session);
    sources.model = state->ranker.get();
    GuessList list = impl_->taste.with(*state, events, [&](const ranking::TasteState& taste) {
        sources.taste = &taste;
        return ranking::make_guess_list(sources, request, impl_->options);
    });
    list.model = state->model ? state->model->name() : std::string{};
    return list;
}

std::vector<HeldBack> GuessService::held_back(UtcTime at, bool private_session) const {
    const auto state = impl_->now_in_service();
    const ranking::Views none;
    return ranking::damping_of(sources_of(*state, none, at, private_session), at, impl_->options.damping)
        .held_back();
}

ModelHealth GuessService::health() const {
    ModelHealth health;
    const auto state = impl_->now_in_service();
    if (const auto model = state->model) {
        health.generation = model->name();
        health.items = model->items();
        health.newer_items = state->items->newer();
        health.index = model->index_kind();
        health.index_words = model->index_words();
    }
    const std::lock_guard lock(impl_->health_mutex);
    health.refused = impl_->refused;
    return health;
}

}  // namespace refrain
